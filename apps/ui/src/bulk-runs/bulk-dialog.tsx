import { Button, Group, Modal, NativeSelect, Skeleton, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { BulkAction } from "@millrace/contract";
import { useState } from "react";
import { LinkButton } from "../components/app-link.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import layout from "../components/layout.module.css";
import { StateBadge } from "../components/state-badge.tsx";
import { stateLabel } from "../components/state-looks.ts";
import { type EndType, endTypes } from "../run-details/run-state.ts";
import { type BulkTarget, bulkActions } from "./bulk-actions.ts";
import classes from "./bulk-runs.module.css";
import { JobProgress } from "./job-progress.tsx";
import { type Preview, useBulkJob, useBulkPreview, useStartBulk } from "./use-bulk.ts";

const runsOf = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "run" : "runs"}`;

/** What would be done to which runs: how many of each state, and the newest of them. */
const PreviewPart = ({ preview: { count, states, sample } }: { readonly preview: Preview }) => (
  <Stack gap="xs">
    {states.length > 0 && (
      <div className={classes.effect}>
        {states.map(({ state_type, state_name, count: of }) => (
          <span key={`${state_type}-${state_name}`}>
            {of.toLocaleString("en")} <StateBadge type={state_type} name={state_name} />
          </span>
        ))}
      </div>
    )}
    <Text size="xs" c="dimmed">
      {count > sample.length ? `The newest ${sample.length} of ${count.toLocaleString("en")}` : "Which"}
    </Text>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
    <ul className={`${layout.framed} ${classes.sample}`} tabIndex={0} aria-label="Runs it would take">
      {sample.map(({ id, name, state_type, state_name }) => (
        <li key={id}>
          <span>{name}</span>
          <StateBadge type={state_type} name={state_name} />
        </li>
      ))}
    </ul>
  </Stack>
);

interface Chosen {
  readonly type: EndType;
  readonly message: string;
}

const StateChoice = ({ chosen, onChoose }: { readonly chosen: Chosen; readonly onChoose: (chosen: Chosen) => void }) => (
  <Group align="flex-start" grow>
    <NativeSelect
      label="State"
      data={endTypes.map((type) => ({ value: type, label: stateLabel(type) }))}
      value={chosen.type}
      onChange={({ currentTarget: { value } }) => onChoose({ ...chosen, type: endTypes.find((type) => type === value) ?? chosen.type })}
    />
    <Textarea
      label="Reason"
      autosize
      value={chosen.message}
      onChange={({ currentTarget: { value } }) => onChoose({ ...chosen, message: value })}
    />
  </Group>
);

/** So many runs are not deleted by a slip of the hand. */
const many = 100;

interface Props {
  readonly action: BulkAction;
  readonly target: BulkTarget;
  readonly onStarted: (id: string) => void;
  readonly onClose: () => void;
}

const Confirm = ({ action, target, onStarted, onClose }: Props) => {
  const preview = useBulkPreview(target.filters);
  const start = useStartBulk();
  const [chosen, setChosen] = useState<Chosen>({ type: "COMPLETED", message: "" });
  const [typed, setTyped] = useState("");
  const { label, effect, isHarmless } = bulkActions[action];
  const count = preview.data?.count ?? target.count;
  const isTooMuch = preview.data !== undefined && count > preview.data.most;
  const mustType = action === "delete" && count > many;
  const confirm = (): void => {
    const message = chosen.message.trim() === "" ? null : chosen.message.trim();
    const state = action === "set_state" ? { type: chosen.type, message } : null;
    start.mutate(
      { action, filters: target.filters, at_most: count, state, force: action === "set_state" },
      { onSuccess: ({ id }) => onStarted(id) },
    );
  };
  return (
    <Stack gap="md">
      <Text size="sm">{effect}</Text>
      {preview.data === undefined ? (
        preview.error === null ? (
          <Skeleton h={140} />
        ) : (
          <ErrorCard error={preview.error} onRetry={() => void preview.refetch()} />
        )
      ) : (
        <PreviewPart preview={preview.data} />
      )}
      {action === "set_state" && <StateChoice chosen={chosen} onChoose={setChosen} />}
      {mustType && <TextInput label={`Type ${count} to go on`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />}
      {isTooMuch && <Text size="sm">One job takes {runsOf(preview.data.most)} at most: narrow the list down first.</Text>}
      {start.error !== null && <ErrorCard error={start.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Leave them
        </Button>
        <Button
          {...(isHarmless ? {} : { color: "red.8" })}
          loading={start.isPending}
          disabled={preview.data === undefined || count === 0 || isTooMuch || (mustType && typed !== String(count))}
          onClick={confirm}
        >
          {label}: {runsOf(count)}
        </Button>
      </Group>
    </Stack>
  );
};

const Progressing = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { data, error } = useBulkJob(id);
  return (
    <Stack gap="md">
      {data !== undefined && <JobProgress job={data} />}
      {error !== null && <ErrorCard error={error} />}
      <Group justify="flex-end">
        <LinkButton to="/runs/job/$id" params={{ id }} variant="default">
          Each run's outcome
        </LinkButton>
        <Button onClick={onClose}>Close</Button>
      </Group>
    </Stack>
  );
};

/** From looking at what would be done, by one confirmation, to how it went. */
export const BulkDialog = (props: Props) => {
  const { action, target, onClose, onStarted } = props;
  const [job, setJob] = useState<string>();
  const started = (id: string): void => {
    setJob(id);
    onStarted(id);
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={`${bulkActions[action].label}: ${runsOf(target.count)}`}>
      {job === undefined ? <Confirm {...props} onStarted={started} /> : <Progressing id={job} onClose={onClose} />}
    </Modal>
  );
};
