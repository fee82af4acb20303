import { SegmentedControl, Skeleton, Stack } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import { getRouteApi } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { readTable } from "../../components/artifacts/read-table.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { ArtifactContent } from "./artifact-content.tsx";
import { ArtifactFacts } from "./artifact-facts.tsx";
import classes from "./artifacts.module.css";
import { TableChanges } from "./table-changes.tsx";
import { TextChanges } from "./text-changes.tsx";

const route = getRouteApi("/artifacts/compare");

const printed = ({ data }: Artifact): string => (typeof data === "string" ? data : JSON.stringify(data, null, 2));

/** Where they differ: rows of tables, lines of everything else. */
const Changes = ({ a, b }: { readonly a: Artifact; readonly b: Artifact }) => {
  const [before, after] = [a, b].map(({ type, data }) => (type === "table" ? readTable(data) : undefined));
  if (before !== undefined && after !== undefined) return <TableChanges before={before} after={after} />;
  return <TextChanges before={printed(a)} after={printed(b)} />;
};

const Side = ({ artifact }: { readonly artifact: Artifact }) => (
  <Stack gap="md">
    <Panel title={artifact.key ?? "Artifact"}>
      <ArtifactContent artifact={artifact} />
    </Panel>
    <ArtifactFacts artifact={artifact} />
  </Stack>
);

/** Two artifacts beside each other, or what changed from the first to the second. */
export const CompareArtifactsPage = () => {
  const { a = "", b = "", mode: asked } = route.useSearch();
  const navigate = route.useNavigate();
  const isGiven = a !== "" && b !== "";
  const query = useCall("artifacts", "list", { body: { artifacts: { id: { any_: [a, b] } } } }, { enabled: isGiven });
  const [first, second] = [a, b].map((id) => query.data?.find((artifact) => artifact.id === id));
  // Where pictures differ, their addresses do not tell.
  const mode = asked ?? (first?.type === "image" && second?.type === "image" ? "side" : "inline");
  const isMissing = !isGiven || query.data !== undefined;
  return (
    <>
      <PageHeader
        title="Compare artifacts"
        crumbs={[
          <AppLink key="artifacts" to="/artifacts" size="xs">
            Artifacts
          </AppLink>,
        ]}
        actions={
          <SegmentedControl
            aria-label="How they are shown"
            size="xs"
            data={[
              { value: "inline", label: "Changes" },
              { value: "side", label: "Side by side" },
            ]}
            value={mode}
            onChange={(chosen) =>
              void navigate({ search: (old) => ({ ...old, mode: chosen === "side" ? "side" : "inline" }), replace: true })
            }
          />
        }
      />
      <PageBody>
        {first !== undefined && second !== undefined ? (
          mode === "side" ? (
            <div className={classes.pair}>
              <Side artifact={first} />
              <Side artifact={second} />
            </div>
          ) : (
            <Changes a={first} b={second} />
          )
        ) : query.error !== null ? (
          <ErrorCard error={query.error} onRetry={() => void query.refetch()} />
        ) : isMissing ? (
          <EmptyState title="Two artifacts are needed" action={<LinkButton to="/artifacts">All artifacts</LinkButton>}>
            Open a key, choose two of its versions and compare them. One of those in this address may have been deleted.
          </EmptyState>
        ) : (
          <Skeleton h={280} />
        )}
      </PageBody>
    </>
  );
};
