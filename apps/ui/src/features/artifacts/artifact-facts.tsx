import type { Artifact } from "@millrace/contract";
import { useAnswer } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel } from "../../components/panel.tsx";
import { Instant } from "../../components/time/instant.tsx";

interface RunNames {
  readonly flowRun: string | undefined;
  readonly taskRun: string | undefined;
}

/** The names of the runs that made it, as far as they are still there. */
const useRunNames = ({ flow_run_id, task_run_id }: Artifact) =>
  useAnswer<RunNames>({
    noun: "artifacts",
    name: "runs",
    input: { flow_run_id, task_run_id },
    ask: async (api, signal) => {
      const [[flowRun], [taskRun]] = await Promise.all([
        flow_run_id === null ? [] : api.flowRuns.list({ body: { flow_runs: { id: { any_: [flow_run_id] } }, limit: 1 } }, { signal }),
        task_run_id === null ? [] : api.taskRuns.list({ body: { task_runs: { id: { any_: [task_run_id] } }, limit: 1 } }, { signal }),
      ]);
      return { flowRun: flowRun?.name, taskRun: taskRun?.name };
    },
  });

export const ArtifactFacts = ({ artifact }: { readonly artifact: Artifact }) => {
  const { id, key, type, created, updated, flow_run_id, task_run_id, metadata_ } = artifact;
  const names = useRunNames(artifact).data;
  return (
    <Panel title="About it">
      <KeyValues
        entries={[
          {
            label: "Key",
            value:
              key === null ? undefined : (
                <AppLink to="/artifacts/key/$key" params={{ key }} size="sm">
                  {key}
                </AppLink>
              ),
          },
          { label: "Kind", value: type },
          { label: "Created", value: <Instant at={created} as="absolute" /> },
          { label: "Updated", value: updated === created ? undefined : <Instant at={updated} as="absolute" /> },
          {
            label: "Flow run",
            value:
              flow_run_id === null ? undefined : (
                <AppLink to="/runs/flow-run/$id" params={{ id: flow_run_id }} size="sm">
                  {names?.flowRun ?? flow_run_id}
                </AppLink>
              ),
          },
          {
            label: "Task run",
            value:
              task_run_id === null ? undefined : (
                <AppLink to="/runs/task-run/$id" params={{ id: task_run_id }} size="sm">
                  {names?.taskRun ?? task_run_id}
                </AppLink>
              ),
          },
          ...Object.entries(metadata_ ?? {}).map(([label, value]) => ({ label, value })),
          {
            label: "Id",
            value: (
              <>
                {id} <CopyButton text={id} label="Copy the id" />
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
};
