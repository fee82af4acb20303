import { NativeSelect, Stack, TagsInput } from "@mantine/core";
import { PeriodInput } from "./period-input.tsx";
import { ResourceMultiSelect } from "./resource-select.tsx";
import type { StatusTrigger, WatchedKind } from "./status-trigger.ts";

interface Props {
  readonly trigger: StatusTrigger;
  readonly onChange: (trigger: StatusTrigger) => void;
}

const states = [
  ...["Scheduled", "Late", "Pending", "Running", "Retrying", "AwaitingRetry", "Paused", "Suspended"],
  ...["Completed", "Failed", "TimedOut", "Crashed", "Cancelling", "Cancelled"],
];

const statusesOf: Readonly<Record<WatchedKind, readonly string[]>> = {
  "flow-run": states,
  deployment: ["ready", "not-ready"],
  "work-pool": ["ready", "not-ready", "paused"],
  "work-queue": ["ready", "not-ready", "paused"],
};

const labels: Readonly<Record<WatchedKind, string>> = {
  "flow-run": "Flows",
  deployment: "Deployments",
  "work-pool": "Work pools",
  "work-queue": "Work queues",
};

/** What triggers for states say: of what, which states, and whether they begin or last. */
export const StatusTriggerFields = ({ trigger, onChange }: Props) => {
  const { kind, stays, statuses, seconds, ids, tags } = trigger;
  const set = (changes: Partial<StatusTrigger>): void => onChange({ ...trigger, ...changes });
  const ofRuns = kind === "flow-run";
  return (
    <Stack gap="md">
      <ResourceMultiSelect
        kind={ofRuns ? "flow" : kind}
        label={labels[kind]}
        placeholder="All of them"
        ids={ids}
        onIds={(chosen) => set({ ids: chosen })}
      />
      {ofRuns && (
        <TagsInput
          label="Tags"
          description="Runs with any of these tags"
          {...(tags.length === 0 ? { placeholder: "Any tags" } : {})}
          value={[...tags]}
          onChange={(chosen) => set({ tags: chosen })}
        />
      )}
      <NativeSelect
        label="When it"
        data={[
          { value: "gets", label: "gets into" },
          { value: "stays", label: "stays in" },
        ]}
        value={stays ? "stays" : "gets"}
        onChange={({ currentTarget: { value } }) => set({ stays: value === "stays", seconds: Math.max(seconds, 600) })}
      />
      <TagsInput
        label={ofRuns ? "States" : "Statuses"}
        description={ofRuns ? "Their names; choose, or type one of your own" : "Choose any number of them"}
        {...(statuses.length === 0 ? { placeholder: stays ? "Choose at least one" : "Any of them" } : {})}
        data={[...statusesOf[kind]]}
        value={[...statuses]}
        onChange={(chosen) => set({ statuses: chosen })}
      />
      {stays && (
        <PeriodInput label="For" description="At least ten seconds" seconds={seconds} onSeconds={(length) => set({ seconds: length })} />
      )}
    </Stack>
  );
};
