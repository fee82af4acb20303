import { Button, Group, Stack, Text } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { LinkButton } from "../components/app-link.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { usePaletteOpener } from "./command-palette-context.tsx";

/** An address that no page has. */
export const MissingPage = () => {
  const { pathname } = useLocation();
  const openPalette = usePaletteOpener();
  return (
    <Stack gap="md">
      <PageHeader title="No such page" />
      <Stack px="lg" gap="md" align="flex-start">
        <Text size="sm">
          Nothing is at <b>{pathname}</b>. The address may be incomplete, or what it named may have been deleted.
        </Text>
        <Group>
          <Button onClick={openPalette}>Search by name or id</Button>
          <LinkButton to="/dashboard" variant="default">
            Overview
          </LinkButton>
        </Group>
      </Stack>
    </Stack>
  );
};
