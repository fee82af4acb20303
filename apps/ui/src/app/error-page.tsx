import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { problemOf } from "../api/problem.ts";
import { LinkButton } from "../components/app-link.tsx";

/** A part of the pages that an upgrade of the server has replaced since this page was loaded. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|importing a module script|preload CSS/i.test(error.message);

/** What is shown in place of a page that has failed: what happened, why, and the ways on. */
export const ErrorPage = ({ error, reset }: ErrorComponentProps) => {
  const router = useRouter();
  const queries = useQueryClient();
  const problem = isGone(error)
    ? {
        kind: "gone",
        title: "The server has been upgraded",
        detail: "This page was loaded before. Load it again to go on with the new version.",
      }
    : problemOf(error);
  const retry = (): void => {
    reset();
    void queries.invalidateQueries();
    void router.invalidate();
  };
  return (
    <Stack p="lg" maw={640} mx="auto" mt="xl">
      <title>{`${problem.title} · Millrace`}</title>
      <Paper withBorder p="lg" role="alert">
        <Title order={1} size="h2" mb="xs">
          {problem.title}
        </Title>
        <Text size="sm" mb="md" style={{ overflowWrap: "anywhere" }}>
          {problem.detail}
        </Text>
        <Group>
          {problem.kind === "gone" ? (
            <Button onClick={() => window.location.reload()}>Load again</Button>
          ) : (
            <Button onClick={retry}>Try again</Button>
          )}
          <LinkButton to="/dashboard" variant="default">
            Overview
          </LinkButton>
        </Group>
      </Paper>
    </Stack>
  );
};
