import { Button, Group, Modal, NativeSelect, Skeleton, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { BulkPreview, BulkSubject } from "@millrace/contract";
import { useState } from "react";
import { LinkButton } from "../components/app-link.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import layout from "../components/layout.module.css";
import { StateBadge } from "../components/state-badge.tsx";
import { stateLabel } from "../components/state-looks.ts";
import { type EndType, endTypes } from "../run-details/run-state.ts";
import classes from "./bulk.module.css";
import { type BulkDeed, bulkSubjects, capital, countOf } from "./bulk-deeds.ts";
import type { BulkTarget } from "./bulk-order.ts";
import { JobProgress } from "./job-progress.tsx";
import { isOpen } from "./local-jobs.ts";
import { useBulkJob, useBulkPreview, useLeaveJob, useStartBulk } from "./use-bulk.ts";

interface Previewed {
  readonly subject: BulkSubject;
  readonly preview: BulkPreview;
}

/** What it would be done to: how many runs of each state, and the newest of them. */
const PreviewPart = ({ subject, preview: { count, states, sample } }: Previewed) => (
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
    <ul className={`${layout.framed} ${classes.sample}`} tabIndex={0} aria-label={`${capital(bulkSubjects[subject].many)} it would take`}>
      {sample.map(({ id, name, state_type, state_name }) => (
        <li key={id}>
          <span>{name}</span>
          {state_type !== null && <StateBadge type={state_type} name={state_name} />}
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

/** So many are not deleted by a slip of the hand. */
const many = 100;

interface Props {
  readonly deed: BulkDeed;
  readonly target: BulkTarget;
  readonly onStarted: () => void;
  readonly onClose: () => void;
}

interface ConfirmProps extends Omit<Props, "onStarted"> {
  readonly onStarted: (id: string) => void;
}

const Confirm = ({ deed, target, onStarted, onClose }: ConfirmProps) => {
  const { subject, action, label, effect, isHarmless } = deed;
  const preview = useBulkPreview(subject, target.filters);
  const start = useStartBulk();
  const [chosen, setChosen] = useState<Chosen>({ type: "COMPLETED", message: "" });
  const [typed, setTyped] = useState("");
  const count = preview.data?.count ?? target.count;
  const isTooMuch = preview.data !== undefined && count > preview.data.most;
  const mustType = action === "delete" && count > many;
  const confirm = (): void => {
    const message = chosen.message.trim() === "" ? null : chosen.message.trim();
    const state = action === "set_state" ? { type: chosen.type, message } : null;
    start.mutate(
      { ...deed, filters: target.filters, at_most: count, state, force: action === "set_state" },
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
        <PreviewPart subject={subject} preview={preview.data} />
      )}
      {action === "set_state" && <StateChoice chosen={chosen} onChoose={setChosen} />}
      {mustType && <TextInput label={`Type ${count} to go on`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />}
      {isTooMuch && <Text size="sm">One job takes {countOf(subject, preview.data.most)} at most: narrow the list down first.</Text>}
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
          {label}: {countOf(subject, count)}
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
          The outcome of each
        </LinkButton>
        <Button onClick={onClose}>Close</Button>
      </Group>
    </Stack>
  );
};

/** From looking at what would be done, by one confirmation, to how it went. */
export const BulkDialog = (props: Props) => {
  const { deed, target, onClose, onStarted } = props;
  const [job, setJob] = useState<string>();
  const { data } = useBulkJob(job);
  const leave = useLeaveJob();
  const started = (id: string): void => {
    setJob(id);
    onStarted();
  };
  const close = (): void => {
    if (job !== undefined && (data === undefined || isOpen(data))) leave(job);
    onClose();
  };
  return (
    <Modal opened onClose={close} size="lg" title={`${deed.label}: ${countOf(deed.subject, target.count)}`}>
      {job === undefined ? <Confirm {...props} onStarted={started} /> : <Progressing id={job} onClose={close} />}
    </Modal>
  );
};
