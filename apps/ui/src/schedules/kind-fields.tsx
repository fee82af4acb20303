import { Checkbox, Chip, Group, NumberInput, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles/Chip.css";
import { useState } from "react";
import { type Frequency, frequencies, newRule, printRule, readRule, type SimpleRule, weekdays } from "./rrule-builder.ts";
import type { ScheduleDraft, Unit } from "./schedule-draft.ts";
import { units } from "./schedule-draft.ts";
import { useCronText } from "./use-cron-text.ts";

interface Props {
  readonly draft: ScheduleDraft;
  readonly onChange: (changes: Partial<ScheduleDraft>) => void;
}

/** The input alone, not its label. */
const monospace = { input: { fontFamily: "var(--mantine-font-family-monospace)" } };

export const CronFields = ({ draft: { cron, dayOr }, onChange }: Props) => {
  const words = useCronText(cron);
  const [, , day = "*", , weekday = "*"] = cron.trim().split(/\s+/);
  return (
    <Stack gap="xs">
      <TextInput
        label="Cron expression"
        description="Minute, hour, day of the month, month, day of the week"
        required
        styles={monospace}
        value={cron}
        onChange={(event) => onChange({ cron: event.currentTarget.value })}
      />
      {words !== undefined && (
        <Text size="sm" c="dimmed">
          {words}
        </Text>
      )}
      {((day !== "*" && weekday !== "*") || !dayOr) && (
        <Checkbox
          label="Both the day of the month and the day of the week have to fit"
          checked={!dayOr}
          onChange={(event) => onChange({ dayOr: !event.currentTarget.checked })}
        />
      )}
    </Stack>
  );
};

const isUnit = (text: string | null): text is Unit => text !== null && Object.hasOwn(units, text);

export const IntervalFields = ({ draft: { every, unit, anchor }, onChange }: Props) => (
  <Group align="flex-end" gap="md">
    <NumberInput
      label="Every"
      required
      w={110}
      min={1}
      value={every}
      onChange={(value) => onChange({ every: typeof value === "number" ? value : 0 })}
    />
    <Select
      aria-label="Unit"
      w={120}
      data={Object.keys(units)}
      value={unit}
      allowDeselect={false}
      onChange={(value) => isUnit(value) && onChange({ unit: value })}
    />
    <TextInput
      label="Counted from"
      type="datetime-local"
      value={anchor}
      onChange={(event) => onChange({ anchor: event.currentTarget.value })}
    />
  </Group>
);

const frequencyNames: Readonly<Record<Frequency, string>> = {
  HOURLY: "hours",
  DAILY: "days",
  WEEKLY: "weeks",
  MONTHLY: "months",
  YEARLY: "years",
};
const dayNames = { MO: "Mon", TU: "Tue", WE: "Wed", TH: "Thu", FR: "Fri", SA: "Sat", SU: "Sun" } as const;

const RuleChoices = ({ rule, onRule }: { readonly rule: SimpleRule; readonly onRule: (rule: SimpleRule) => void }) => {
  const change = (changes: Partial<SimpleRule>): void => onRule({ ...rule, ...changes });
  const pickFrequency = (value: string | null): void => {
    const frequency = frequencies.find((each) => each === value);
    if (frequency !== undefined) change({ frequency });
  };
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="md">
        <NumberInput
          label="Every"
          w={90}
          min={1}
          allowDecimal={false}
          value={rule.interval}
          onChange={(value) => change({ interval: typeof value === "number" && value >= 1 ? value : 1 })}
        />
        <Select
          aria-label="Frequency"
          w={120}
          data={frequencies.map((value) => ({ value, label: frequencyNames[value] }))}
          value={rule.frequency}
          allowDeselect={false}
          onChange={pickFrequency}
        />
        <TextInput
          label="First time"
          type="datetime-local"
          value={rule.start}
          onChange={(event) => change({ start: event.currentTarget.value })}
        />
        <NumberInput
          label="Times"
          placeholder="For ever"
          w={110}
          min={1}
          allowDecimal={false}
          value={rule.count ?? ""}
          onChange={(value) => change({ count: typeof value === "number" ? value : null })}
        />
      </Group>
      {rule.frequency === "WEEKLY" && (
        <Chip.Group multiple value={[...rule.days]} onChange={(days) => change({ days: weekdays.filter((day) => days.includes(day)) })}>
          <Group gap={6}>
            {weekdays.map((day) => (
              <Chip key={day} value={day} size="xs">
                {dayNames[day]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      {rule.frequency === "MONTHLY" && (
        <TextInput
          label="Days of the month"
          description="Such as 1, 15; -1 is the last"
          defaultValue={rule.monthDays.join(", ")}
          onBlur={(event) => change({ monthDays: (event.currentTarget.value.match(/-?\d+/g) ?? []).map(Number) })}
        />
      )}
    </Stack>
  );
};

export const RuleFields = ({ draft: { rrule }, onChange }: Props) => {
  const simple = rrule === "" ? newRule : readRule(rrule);
  const [isText, setText] = useState(simple === undefined);
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label="How to enter the rule"
        data={[
          { label: "Choose", value: "choose", disabled: simple === undefined },
          { label: "Text", value: "text" },
        ]}
        value={isText || simple === undefined ? "text" : "choose"}
        onChange={(value) => setText(value === "text")}
        style={{ alignSelf: "flex-start" }}
      />
      {isText || simple === undefined ? (
        <Textarea
          label="Rule"
          description="RFC 5545: DTSTART, RRULE, RDATE and EXDATE lines, by the clock of the zone"
          required
          autosize
          minRows={3}
          styles={monospace}
          value={rrule}
          onChange={(event) => onChange({ rrule: event.currentTarget.value })}
        />
      ) : (
        <RuleChoices rule={simple} onRule={(rule) => onChange({ rrule: printRule(rule) })} />
      )}
    </Stack>
  );
};
