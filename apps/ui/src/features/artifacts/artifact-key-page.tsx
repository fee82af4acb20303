import { Checkbox, Skeleton, Text } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { Sparkline } from "../../components/charts/sparkline.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { ArtifactContent } from "./artifact-content.tsx";
import { ArtifactFacts } from "./artifact-facts.tsx";
import classes from "./artifacts.module.css";
import { VersionSlider } from "./version-slider.tsx";

const route = getRouteApi("/artifacts/key/$key");

/** The newest of them: more are rarely looked through by hand. */
const mostVersions = 200;

interface VersionsProps {
  readonly versions: readonly Artifact[];
  readonly shown: string;
  readonly chosen: readonly string[];
  readonly onChoose: (id: string) => void;
}

const Versions = ({ versions, shown, chosen, onChoose }: VersionsProps) => (
  <ol className={classes.versions} aria-label="Versions" reversed>
    {versions.map((version, index) => (
      <li key={version.id} className={classes.version} data-shown={version.id === shown || undefined}>
        <Checkbox
          size="xs"
          aria-label={`Compare version ${versions.length - index}`}
          checked={chosen.includes(version.id)}
          onChange={() => onChoose(version.id)}
        />
        <AppLink
          from="/artifacts/key/$key"
          to="."
          search={{ version: version.id }}
          size="sm"
          {...(version.id === shown ? { "aria-current": true } : {})}
        >
          Version {versions.length - index}
        </AppLink>
        <Text size="sm" c="dimmed">
          <Instant at={version.created} />
        </Text>
      </li>
    ))}
  </ol>
);

const progressOf = (versions: readonly Artifact[]): readonly number[] =>
  versions.flatMap(({ type, data }) => (type === "progress" && typeof data === "number" ? [data] : [])).toReversed();

/** Every version of a key, the newest first: what each held, and how any two differ. */
export const ArtifactKeyPage = () => {
  useLive("prefect.artifact.");
  const { key } = route.useParams();
  const { version } = route.useSearch();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { data, error, refetch } = useCall("artifacts", "list", {
    body: { artifacts: { key: { any_: [key] } }, sort: "CREATED_DESC", limit: mostVersions },
  });
  const shown = data?.find(({ id }) => id === version) ?? data?.[0];
  const older = shown && data?.[data.indexOf(shown) + 1];
  const [b, a] = chosen.length === 2 ? (data ?? []).filter(({ id }) => chosen.includes(id)) : [shown, older];
  const progress = progressOf(data ?? []);
  return (
    <>
      <PageHeader
        title={key}
        crumbs={[
          <AppLink key="artifacts" to="/artifacts" size="xs">
            Artifacts
          </AppLink>,
        ]}
        actions={
          a !== undefined &&
          b !== undefined && (
            <LinkButton to="/artifacts/compare" search={{ a: a.id, b: b.id }} variant="default">
              {chosen.length === 2 ? "Compare the two" : "Compare with the version before"}
            </LinkButton>
          )
        }
      />
      <PageBody>
        {data === undefined && (error === null ? <Skeleton h={280} /> : <ErrorCard error={error} onRetry={() => void refetch()} />)}
        {data?.length === 0 && (
          <EmptyState title="No artifact has this key" action={<LinkButton to="/artifacts">All artifacts</LinkButton>}>
            It may have been deleted, or not been made yet.
          </EmptyState>
        )}
        {data !== undefined && shown !== undefined && (
          <div className={classes.columns}>
            <div>
              {progress.length > 1 && (
                <Panel title="Over all versions">
                  <Sparkline label="Progress of the versions" values={progress} />
                </Panel>
              )}
              <Panel title="Content">
                <ArtifactContent artifact={shown} />
              </Panel>
            </div>
            <div>
              <Panel title={data.length === mostVersions ? `The last ${mostVersions} versions` : "Versions"} flush>
                {data.length > 1 && <VersionSlider versions={data} shown={shown} />}
                <Versions
                  versions={data}
                  shown={shown.id}
                  chosen={chosen}
                  onChoose={(id) => setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-2))}
                />
              </Panel>
              <ArtifactFacts artifact={shown} />
            </div>
          </div>
        )}
      </PageBody>
    </>
  );
};
