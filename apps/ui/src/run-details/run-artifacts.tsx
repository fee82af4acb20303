import { Group, SimpleGrid, Skeleton, Text } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import { IconChartBar, IconFileText, IconLink, IconPackage, IconPhoto, IconTable, type TablerIcon } from "@tabler/icons-react";
import { useCall } from "../api/use-call.ts";
import { AppLink } from "../components/app-link.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import { Instant } from "../components/time/instant.tsx";
import classes from "./run-details.module.css";

const icons: Readonly<Record<string, TablerIcon>> = {
  markdown: IconFileText,
  table: IconTable,
  image: IconPhoto,
  link: IconLink,
  progress: IconChartBar,
};

const ArtifactCard = ({ artifact: { id, key, type, description, data, updated } }: { readonly artifact: Artifact }) => {
  const Icon = icons[type ?? ""] ?? IconPackage;
  return (
    <li className={classes.artifact}>
      <Group gap={8} wrap="nowrap">
        <Icon size={18} stroke={1.6} color="var(--muted)" aria-hidden="true" />
        <AppLink to="/artifacts/artifact/$id" params={{ id }} size="sm" fw={550}>
          {key ?? "Without a key"}
        </AppLink>
      </Group>
      <Text size="xs" c="dimmed">
        {type ?? "artifact"}
        {type === "progress" && typeof data === "number" ? `, ${Math.round(data)} %` : ""} · <Instant at={updated} />
      </Text>
      {description !== null && (
        <Text size="sm" lineClamp={2}>
          {description}
        </Text>
      )}
    </li>
  );
};

type Of = { readonly flow_run_id: { readonly any_: string[] } } | { readonly task_run_id: { readonly any_: string[] } };

/** What a run made for people to look at, the newest first. */
export const RunArtifacts = ({ of }: { readonly of: Of }) => {
  const { data, error, refetch } = useCall("artifacts", "list", {
    body: { artifacts: { ...of, type: { not_any_: ["result"] } }, sort: "CREATED_DESC", limit: 200 },
  });
  if (data === undefined) return error === null ? <Skeleton h={160} /> : <ErrorCard error={error} onRetry={() => void refetch()} />;
  if (data.length === 0)
    return (
      <EmptyState icon={IconPackage} title="No artifacts">
        Tables, markdown, links, images and progress that the run makes appear here.
      </EmptyState>
    );
  return (
    <SimpleGrid
      component="ul"
      cols={{ base: 1, xs: 2, md: 3 }}
      spacing="sm"
      p={0}
      m={0}
      style={{ listStyle: "none" }}
      aria-label="Artifacts"
    >
      {data.map((artifact) => (
        <ArtifactCard key={artifact.id} artifact={artifact} />
      ))}
    </SimpleGrid>
  );
};
