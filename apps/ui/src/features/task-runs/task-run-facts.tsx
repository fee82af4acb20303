import { Group } from "@mantine/core";
import type { TaskRunWithFlowRunName } from "@millrace/contract";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { FactStrip } from "../../components/fact-strip.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel } from "../../components/panel.tsx";
import { Tags } from "../../components/tags.tsx";
import { Duration } from "../../components/time/duration.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";
import { hasEnded } from "../../run-details/run-state.ts";

export type ShownTaskRun = TaskRunWithFlowRunName;

export const TaskRunDuration = ({ run }: { readonly run: ShownTaskRun }) =>
  run.state_type === "RUNNING" && run.state !== null ? (
    <Duration since={run.state.timestamp} seconds={run.total_run_time} />
  ) : (
    <Duration seconds={run.start_time === null ? null : run.total_run_time} />
  );

/** What matters most about a task run. */
export const TaskRunFacts = ({ run }: { readonly run: ShownTaskRun }) => (
  <FactStrip
    facts={[
      {
        label: "Flow run",
        value:
          run.flow_run_id === null ? (
            "None"
          ) : (
            <AppLink to="/runs/flow-run/$id" params={{ id: run.flow_run_id }} size="sm">
              {run.flow_run_name ?? run.flow_run_id}
            </AppLink>
          ),
      },
      { label: "Started", value: <Instant at={run.start_time} /> },
      { label: "Duration", value: <TaskRunDuration run={run} /> },
      { label: "Attempts", value: run.run_count },
      ...(run.tags.length === 0 ? [] : [{ label: "Tags", value: <Tags tags={run.tags} most={6} /> }]),
    ]}
  />
);

const delayOf = ({ empirical_policy: { retry_delay } }: ShownTaskRun): string | undefined => {
  if (retry_delay === null) return undefined;
  return typeof retry_delay === "number" ? formatDuration(retry_delay) : retry_delay.map((delay) => formatDuration(delay)).join(", ");
};

/** The artifact that its result is listed as, where it keeps one. */
const useResult = ({ id, state_type }: ShownTaskRun): string | undefined =>
  useCall(
    "artifacts",
    "list",
    { body: { artifacts: { task_run_id: { any_: [id] }, type: { any_: ["result"] } }, sort: "CREATED_DESC", limit: 1 } },
    { enabled: hasEnded(state_type), poll: 0 },
  ).data?.[0]?.id;

/** What else is known of a task run. */
export const TaskRunFactsPanel = ({ run }: { readonly run: ShownTaskRun }) => {
  const { empirical_policy: policy } = run;
  const result = useResult(run);
  return (
    <Panel title="Details">
      <KeyValues
        entries={[
          { label: "Task", value: run.task_key },
          { label: "Dynamic key", value: run.dynamic_key },
          { label: "Version", value: run.task_version ?? undefined },
          { label: "Retries", value: policy.retries ?? policy.max_retries },
          { label: "Retry delay", value: delayOf(run) },
          { label: "Retry jitter", value: policy.retry_jitter_factor ?? undefined },
          { label: "Cache key", value: run.cache_key ?? undefined },
          { label: "Cached until", value: run.cache_expiration === null ? undefined : <Instant at={run.cache_expiration} as="absolute" /> },
          {
            label: "Result",
            value: result && (
              <AppLink to="/artifacts/artifact/$id" params={{ id: result }} size="sm">
                As it is kept
              </AppLink>
            ),
          },
          { label: "Created", value: <Instant at={run.created} as="absolute" /> },
          { label: "Expected start", value: <Instant at={run.expected_start_time} as="absolute" /> },
          { label: "Started", value: run.start_time === null ? undefined : <Instant at={run.start_time} as="absolute" /> },
          { label: "Ended", value: run.end_time === null ? undefined : <Instant at={run.end_time} as="absolute" /> },
          { label: "Updated", value: <Instant at={run.updated} as="absolute" /> },
          {
            label: "Id",
            value: (
              <Group gap={4} wrap="nowrap">
                {run.id} <CopyButton text={run.id} label="Copy the id" />
              </Group>
            ),
          },
        ]}
      />
    </Panel>
  );
};
