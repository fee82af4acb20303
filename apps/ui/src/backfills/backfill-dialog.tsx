import { Button, Group, MultiSelect, NumberInput, Select, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Backfill, CreateBackfillInput, Deployment, JsonObject } from "@millrace/contract";
import { type FormEvent, useState } from "react";
import { useAnswer } from "../api/use-call.ts";
import { useChange } from "../api/use-change.ts";
import { ErrorCard } from "../components/error-card.tsx";
import { PeriodFields, type TypedPeriod } from "../components/form/period-fields.tsx";
import { browserZone } from "../components/form/zone-select.tsx";
import { GuardedDialog } from "../components/guarded-dialog.tsx";
import layout from "../components/layout.module.css";
import { scheduleText } from "../components/schedule/schedule-text.ts";
import { Instant } from "../components/time/instant.tsx";
import { useOverrides } from "../schema-form/use-overrides.tsx";
import { momentOf, wallOf } from "../schema-form/zoned-time.ts";
import { countDates, type DateCount } from "./count-dates.ts";

interface Fields extends TypedPeriod {
  /** Ids; none are all that are on. */
  readonly schedules: readonly string[];
  readonly atOnce: number;
  readonly direction: "oldest_first" | "newest_first";
  readonly existing: "skip" | "rerun_failed" | "rerun";
}

const day = 86_400_000;

const newFields = (): Fields => {
  const zone = browserZone();
  return {
    from: wallOf(Date.now() - 7 * day, zone),
    to: wallOf(Date.now() - 60_000, zone),
    zone,
    schedules: [],
    atOnce: 10,
    direction: "oldest_first",
    existing: "skip",
  };
};

const isPeriod = ({ from, to }: Fields): boolean => from !== "" && to !== "" && from <= to;

/** How many dates a backfill would take, before anything is made. */
const useDryRun = (deployment: Deployment, fields: Fields) => {
  const chosen = deployment.schedules.filter(({ id, active }) => (fields.schedules.length === 0 ? active : fields.schedules.includes(id)));
  const period = isPeriod(fields) ? { start: momentOf(fields.from, fields.zone), end: momentOf(fields.to, fields.zone) } : undefined;
  const [input] = useDebouncedValue(JSON.stringify({ period, schedules: chosen.map(({ schedule }) => schedule) }), 400);
  return useAnswer<DateCount | null>(
    {
      noun: "uiSchedules",
      name: "count-dates",
      input,
      ask: async (api, signal) => {
        const asked = JSON.parse(input) as { period?: typeof period; schedules: (typeof chosen)[number]["schedule"][] };
        if (asked.period === undefined) return null;
        const { start, end } = asked.period;
        return countDates(api, { schedules: asked.schedules, start: Date.parse(start), end: Date.parse(end) }, signal);
      },
    },
    { poll: 0 },
  );
};

const DryRun = ({ deployment, fields }: { readonly deployment: Deployment; readonly fields: Fields }) => {
  const { data, error } = useDryRun(deployment, fields);
  if (error !== null) return <ErrorCard error={error} />;
  if (!isPeriod(fields)) return <Text size="sm">Choose a period that ends after it starts.</Text>;
  if (data === undefined || data === null) return <Text size="sm">Counting the dates…</Text>;
  return (
    <Text size="sm" component="div" role="status">
      <b>
        {data.isMore ? "More than " : ""}
        {data.count.toLocaleString("en")} {data.count === 1 ? "date" : "dates"}
      </b>
      {data.first !== null && (
        <>
          , from <Instant at={data.first} as="absolute" /> to <Instant at={data.last} as="absolute" />
        </>
      )}
      .{data.count > 0 && fields.existing === "skip" && " Those that have a run already are left out."}
    </Text>
  );
};

const existing: { readonly value: Fields["existing"]; readonly label: string }[] = [
  { value: "skip", label: "Leave them out" },
  { value: "rerun_failed", label: "Run again what did not complete" },
  { value: "rerun", label: "Run all again" },
];

const HowFields = ({
  deployment,
  fields,
  onChange,
}: {
  readonly deployment: Deployment;
  readonly fields: Fields;
  readonly onChange: (changes: Partial<Fields>) => void;
}) => (
  <>
    <MultiSelect
      label="Schedules"
      placeholder={fields.schedules.length === 0 ? "All that are on" : ""}
      data={deployment.schedules.map(({ id, slug, schedule }) => ({ value: id, label: slug ?? scheduleText(schedule) }))}
      value={[...fields.schedules]}
      onChange={(schedules) => onChange({ schedules })}
    />
    <div className={layout.pair}>
      <Select
        label="Dates that have a run"
        data={existing}
        value={fields.existing}
        allowDeselect={false}
        onChange={(value) => onChange({ existing: existing.find((each) => each.value === value)?.value ?? "skip" })}
      />
      <Select
        label="Order"
        data={[
          { value: "oldest_first", label: "Oldest first" },
          { value: "newest_first", label: "Newest first" },
        ]}
        value={fields.direction}
        allowDeselect={false}
        onChange={(value) => onChange({ direction: value === "newest_first" ? "newest_first" : "oldest_first" })}
      />
      <NumberInput
        label="Runs at once"
        min={1}
        max={1_000}
        allowDecimal={false}
        value={fields.atOnce}
        onChange={(value) => onChange({ atOnce: typeof value === "number" ? value : 10 })}
      />
    </div>
  </>
);

interface Props {
  readonly deployment: Deployment;
  readonly onClose: () => void;
}

const none: JsonObject = {};

/** Starts runs for dates that have passed, and says before how many there are. */
export const BackfillDialog = ({ deployment, onClose }: Props) => {
  const [begun] = useState(newFields);
  const [fields, setFields] = useState(begun);
  const onChange = (changes: Partial<Fields>): void => setFields((before) => ({ ...before, ...changes }));
  const create = useChange<CreateBackfillInput, Backfill>({
    change: (api, body) => api.backfills.create({ id: deployment.id, body }),
    touches: ["backfills", "flowRuns", "ui", "uiOverview"],
    done: ({ progress }) => `The backfill runs: ${progress.total} ${progress.total === 1 ? "date" : "dates"}.`,
  });
  const parameters = useOverrides({ deployment, initial: none, description: "Before those of the schedules and the deployment." });
  const submit = async (): Promise<void> => {
    const given = await parameters.read();
    if (given === undefined || !isPeriod(fields)) return;
    const { from, to, zone, schedules, atOnce, direction, existing: taken } = fields;
    create.mutate(
      {
        start_time: momentOf(from, zone),
        end_time: momentOf(to, zone),
        schedules: schedules.length === 0 ? null : [...schedules],
        parameters: given,
        concurrency_limit: atOnce,
        direction,
        existing: taken,
      },
      { onSuccess: onClose },
    );
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit();
  };
  return (
    <GuardedDialog
      title={`Backfill ${deployment.name}`}
      size="xl"
      onClose={onClose}
      noValidate
      onSubmit={onSubmit}
      isChanged={fields !== begun}
      isBusy={create.isPending}
    >
      <Stack gap="md">
        <PeriodFields period={fields} onChange={onChange} />
        <HowFields deployment={deployment} fields={fields} onChange={onChange} />
        {parameters.fields}
        <DryRun deployment={deployment} fields={fields} />
        {create.error !== null && <ErrorCard error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Start the backfill
          </Button>
        </Group>
      </Stack>
    </GuardedDialog>
  );
};
