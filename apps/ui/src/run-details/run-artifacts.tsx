import { SimpleGrid, Skeleton } from "@mantine/core";
import { IconPackage } from "@tabler/icons-react";
import { useCall } from "../api/use-call.ts";
import { AppLink } from "../components/app-link.tsx";
import { ArtifactCard } from "../components/artifacts/artifact-card.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";

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
        <li key={artifact.id}>
          <ArtifactCard
            artifact={artifact}
            link={
              <AppLink to="/artifacts/artifact/$id" params={{ id: artifact.id }} size="sm" fw={550}>
                {artifact.key ?? "Without a key"}
              </AppLink>
            }
          />
        </li>
      ))}
    </SimpleGrid>
  );
};
