import { Group } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { CopyButton } from "../../components/copy-button.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel } from "../../components/panel.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";

const retriesOf = ({ empirical_policy: { retries, retry_delay, max_retries } }: FlowRun): string => {
  const times = retries ?? max_retries;
  if (times === 0) return "None";
  return retry_delay === null || retry_delay === 0 ? String(times) : `${times}, each after ${formatDuration(retry_delay)}`;
};

const creatorOf = ({ created_by, auto_scheduled }: FlowRun): string | undefined => {
  if (created_by === null) return auto_scheduled ? "Schedule" : undefined;
  const { type, display_value, id } = created_by;
  const kind = type === null ? undefined : type.charAt(0) + type.slice(1).toLowerCase();
  return [kind, display_value ?? id].filter((text) => text !== null && text !== undefined).join(": ");
};

const labelsOf = ({ labels }: FlowRun): string | undefined => {
  // What the server adds itself is on the page already.
  const entries = Object.entries(labels).filter(([key]) => !key.startsWith("prefect."));
  return entries.length === 0 ? undefined : entries.map(([key, value]) => `${key}=${String(value)}`).join(", ");
};

/** What else is known of a run. */
export const RunFactsPanel = ({ run }: { readonly run: FlowRun }) => (
  <Panel title="Details">
    <KeyValues
      entries={[
        { label: "Attempts", value: run.run_count },
        { label: "Retries", value: retriesOf(run) },
        { label: "Created", value: <Instant at={run.created} as="absolute" /> },
        { label: "Created by", value: creatorOf(run) },
        { label: "Expected start", value: <Instant at={run.expected_start_time} as="absolute" /> },
        { label: "Started", value: run.start_time === null ? undefined : <Instant at={run.start_time} as="absolute" /> },
        { label: "Ended", value: run.end_time === null ? undefined : <Instant at={run.end_time} as="absolute" /> },
        { label: "Updated", value: <Instant at={run.updated} as="absolute" /> },
        { label: "Flow version", value: run.flow_version ?? undefined },
        { label: "Deployment version", value: run.deployment_version ?? undefined },
        { label: "Idempotency key", value: run.idempotency_key ?? undefined },
        { label: "Process", value: run.infrastructure_pid ?? undefined },
        { label: "Labels", value: labelsOf(run) },
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
