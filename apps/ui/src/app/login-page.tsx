import { Center, Group, Paper, Title } from "@mantine/core";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { LoginForm } from "./login-form.tsx";
import { Logo } from "./logo.tsx";

const route = getRouteApi("/login");

/** Only paths of these pages, never another site's address. */
const placeIn = (path: string | undefined): string => (path !== undefined && /^\/(?![/\\])/.test(path) ? path : "/dashboard");

export const LoginPage = () => {
  const { redirectTo } = route.useSearch();
  const router = useRouter();
  const goOn = (): void => void router.navigate({ href: placeIn(redirectTo), replace: true });
  return (
    <Center component="main" mih="100dvh" p="md">
      <title>Log in · Millrace</title>
      <Paper withBorder p="xl" w="100%" maw={380}>
        <Group mb="lg" gap="sm">
          <Logo size={32} />
          <Title order={1} size="h2">
            Millrace
          </Title>
        </Group>
        <LoginForm onDone={goOn} />
      </Paper>
    </Center>
  );
};
