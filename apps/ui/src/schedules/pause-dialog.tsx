import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Deployment, DeploymentSchedule } from "@millrace/contract";
import { type FormEvent, useState } from "react";
import { useAnswer } from "../api/use-call.ts";
import { ErrorCard } from "../components/error-card.tsx";
import { PeriodFields, type TypedPeriod } from "../components/form/period-fields.tsx";
import { GuardedDialog } from "../components/guarded-dialog.tsx";
import { momentOf, wallOf } from "../schema-form/zoned-time.ts";
import { pausedText, scheduleName } from "./pauses.ts";
import { useAddPause } from "./schedule-deeds.ts";

interface Fields extends TypedPeriod {
  /** An id, or empty for all. */
  readonly schedule: string;
  readonly reason: string;
}

const day = 86_400_000;

const newFields = (zone: string): Fields => {
  const now = Date.now();
  return { schedule: "", from: wallOf(now, zone), to: wallOf(now + day, zone), zone, reason: "" };
};

interface Period {
  readonly start_time: string;
  readonly end_time: string;
}

/** What is typed, where it is a period that is not over. */
const readPeriod = ({ from, to, zone }: Fields): Period | undefined => {
  if (from === "" || to === "") return undefined;
  const period = { start_time: momentOf(from, zone), end_time: momentOf(to, zone) };
  return period.start_time < period.end_time && Date.parse(period.end_time) > Date.now() ? period : undefined;
};

/** How many dates of these schedules a window would leave out. */
const usePausedDates = (schedules: readonly DeploymentSchedule[], period: Period | undefined) => {
  const [input] = useDebouncedValue(JSON.stringify({ period, schedules: schedules.map(({ schedule }) => schedule) }), 400);
  return useAnswer<number | null>(
    {
      noun: "uiSchedules",
      name: "paused-dates",
      input,
      ask: async (api, signal) => {
        const asked = JSON.parse(input) as { period?: Period; schedules: DeploymentSchedule["schedule"][] };
        const window = asked.period;
        if (window === undefined) return null;
        const body = { start: window.start_time, count: 1, pause_windows: [window] };
        const found = await Promise.all(
          asked.schedules.map((schedule) => api.uiSchedules.preview({ body: { ...body, schedule } }, { signal })),
        );
        return found.reduce((sum, { paused_dates }) => sum + paused_dates, 0);
      },
    },
    { poll: 0 },
  );
};

const Count = ({ schedules, fields }: { readonly schedules: readonly DeploymentSchedule[]; readonly fields: Fields }) => {
  const period = readPeriod(fields);
  const { data, error } = usePausedDates(schedules, period);
  if (period === undefined) return <Text size="sm">Choose a period that ends after it starts, and is not over.</Text>;
  if (error !== null) return <ErrorCard error={error} />;
  return (
    <Text size="sm" role="status">
      {data === undefined || data === null
        ? "Counting the dates…"
        : `${pausedText(data, "this window")}. Their runs are not made; those that were made and have not begun are dropped.`}
    </Text>
  );
};

interface FieldsProps {
  readonly deployment: Deployment;
  readonly fields: Fields;
  readonly onChange: (changes: Partial<Fields>) => void;
}

const WindowFields = ({ deployment: { schedules }, fields, onChange }: FieldsProps) => (
  <>
    {schedules.length > 1 && (
      <Select
        label="Schedule"
        data={[{ value: "", label: "All schedules" }, ...schedules.map((each) => ({ value: each.id, label: scheduleName(each) }))]}
        value={fields.schedule}
        allowDeselect={false}
        onChange={(schedule) => onChange({ schedule: schedule ?? "" })}
      />
    )}
    <PeriodFields period={fields} endNote="Not part of it any more" onChange={onChange} />
    <TextInput
      label="Reason"
      placeholder="Such as: maintenance"
      maxLength={500}
      value={fields.reason}
      onChange={(event) => onChange({ reason: event.currentTarget.value })}
    />
  </>
);

interface Props {
  readonly deployment: Deployment;
  /** The zone that times are typed in at first. */
  readonly zone: string;
  readonly onClose: () => void;
}

/** Adds a pause window to a schedule or to all of them, and says before how many dates it leaves out. */
export const PauseDialog = ({ deployment, zone, onClose }: Props) => {
  const [begun] = useState(() => newFields(zone));
  const [fields, setFields] = useState(begun);
  const add = useAddPause(deployment.id);
  const chosen = deployment.schedules.filter(({ id }) => fields.schedule === "" || id === fields.schedule);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const period = readPeriod(fields);
    const reason = fields.reason.trim();
    if (period === undefined) return;
    const window = { ...period, reason: reason === "" ? null : reason };
    add.mutate({ schedules: chosen.map(({ id }) => id), window }, { onSuccess: onClose });
  };
  return (
    <GuardedDialog
      title="Add a pause window"
      size="lg"
      onClose={onClose}
      noValidate
      onSubmit={onSubmit}
      isChanged={fields !== begun}
      isBusy={add.isPending}
    >
      <Stack gap="md">
        <WindowFields deployment={deployment} fields={fields} onChange={(changes) => setFields((before) => ({ ...before, ...changes }))} />
        <Count schedules={chosen} fields={fields} />
        {add.error !== null && <ErrorCard error={add.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </GuardedDialog>
  );
};
