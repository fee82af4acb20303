import { Text } from "@mantine/core";
import type { Artifact, FlowRun } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import { Panel } from "../../components/panel.tsx";
import { isEqual } from "../../schema-form/json.ts";
import classes from "./compare.module.css";
import { ComparedTable } from "./compared-table.tsx";
import type { Comparison } from "./use-comparison.ts";

const isAlike = ([first, ...others]: readonly (Artifact | undefined)[]): boolean =>
  others.every((other) => (first === undefined) === (other === undefined) && isEqual(first?.data, other?.data));

const Diff = ({ versions }: { readonly versions: readonly (Artifact | undefined)[] }) => {
  const [a, b] = versions.flatMap((version) => version ?? []);
  if (a === undefined || b === undefined) return "–";
  return (
    <AppLink to="/artifacts/compare" search={{ a: a.id, b: b.id }} size="sm">
      Look at both
    </AppLink>
  );
};

/** What the runs made for people under the same keys. */
export const ArtifactsTable = ({ runs, artifacts }: { readonly runs: readonly FlowRun[]; readonly artifacts: Comparison["artifacts"] }) => (
  <Panel title="Artifacts" flush={artifacts.length > 0}>
    {artifacts.length === 0 ? (
      <Text size="sm" c="dimmed">
        The runs have made none that have a key.
      </Text>
    ) : (
      <ComparedTable
        label="Artifacts"
        what="Key"
        runs={runs}
        more={["Contents"]}
        rows={artifacts.map(({ key, versions }) => ({
          key,
          head: key,
          cells: [
            ...versions.map((version) =>
              version === undefined ? (
                <span key="none" className={classes.none}>
                  none
                </span>
              ) : (
                <AppLink key={version.id} to="/artifacts/artifact/$id" params={{ id: version.id }} size="sm">
                  {version.type ?? "artifact"}
                </AppLink>
              ),
            ),
            <Diff key="diff" versions={versions} />,
          ],
          differs: !isAlike(versions),
        }))}
      />
    )}
  </Panel>
);
