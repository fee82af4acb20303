import { Button, Divider, Group, NumberInput, SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { Deployment, JsonObject, SchedulePolicy } from "@millrace/contract";
import { type FormEvent, type ReactNode, useState } from "react";
import { ErrorCard } from "../components/error-card.tsx";
import { printEditable, readObject } from "../components/form/read-json.ts";
import { ZoneSelect } from "../components/form/zone-select.tsx";
import { GuardedDialog } from "../components/guarded-dialog.tsx";
import layout from "../components/layout.module.css";
import { useOverrides } from "../schema-form/use-overrides.tsx";
import { CronFields, IntervalFields, RuleFields } from "./kind-fields.tsx";
import { PolicyFields } from "./policy-fields.tsx";
import { PreviewList } from "./preview-list.tsx";
import { newRule, printRule } from "./rrule-builder.ts";
import { type ScheduleDraft, type ScheduleInput, toSchedule, toScheduleInput } from "./schedule-draft.ts";

type Policy = SchedulePolicy;

export interface SavedSchedule {
  readonly input: ScheduleInput;
  readonly policy: Policy | undefined;
  readonly draft: ScheduleDraft;
}

interface Props {
  readonly title: string;
  /** Whose parameters it goes before, where that is there already. */
  readonly deployment?: Pick<Deployment, "parameters" | "parameter_openapi_schema">;
  readonly initial: ScheduleDraft;
  /** Undefined where the server keeps none, or none can be kept yet. */
  readonly policy: Policy | undefined;
  readonly does: string;
  /** Resolves when it is saved; the dialog then closes. A rejection is shown and nothing typed is lost. */
  readonly onSave: (saved: SavedSchedule) => Promise<unknown>;
  readonly onClose: () => void;
}

const noPauses: SchedulePolicy["pause_windows"] = [];
const kinds = { cron: CronFields, interval: IntervalFields, rrule: RuleFields } as const;
const kindNames: { readonly value: keyof typeof kinds; readonly label: string }[] = [
  { value: "cron", label: "Cron" },
  { value: "interval", label: "Interval" },
  { value: "rrule", label: "Rule" },
];

interface FieldsProps {
  readonly draft: ScheduleDraft;
  readonly onChange: (changes: Partial<ScheduleDraft>) => void;
}

const WhenFields = ({ draft, onChange }: FieldsProps) => {
  const Fields = kinds[draft.kind];
  const pickKind = (value: string): void => {
    const kind = kindNames.find((each) => each.value === value)?.value ?? "cron";
    onChange({ kind, ...(kind === "rrule" && draft.rrule === "" ? { rrule: printRule(newRule) } : {}) });
  };
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Kind of schedule"
        data={kindNames}
        value={draft.kind}
        onChange={pickKind}
        style={{ alignSelf: "flex-start" }}
      />
      <Fields draft={draft} onChange={onChange} />
      <ZoneSelect zone={draft.zone} onZone={(zone) => onChange({ zone })} />
    </Stack>
  );
};

const OtherFields = ({ draft, onChange, parameters }: FieldsProps & { readonly parameters: ReactNode }) => (
  <Stack gap="md">
    <div className={layout.pair}>
      <TextInput
        label="Slug"
        description="A name of its own, for code and backfills"
        value={draft.slug}
        onChange={(event) => onChange({ slug: event.currentTarget.value })}
      />
      <NumberInput
        label="Runs made ahead"
        description="At most; empty is as many as the server makes"
        min={1}
        allowDecimal={false}
        value={draft.maxRuns ?? ""}
        onChange={(value) => onChange({ maxRuns: typeof value === "number" ? value : null })}
      />
    </div>
    {parameters}
    <Switch label="On" checked={draft.active} onChange={(event) => onChange({ active: event.currentTarget.checked })} />
  </Stack>
);

const parametersOf = ({ parameters }: ScheduleDraft): JsonObject => {
  const read = readObject(parameters);
  return "value" in read ? read.value : {};
};

/** Makes or changes a schedule, showing the dates it will have. */
export const ScheduleDialog = ({ title, deployment, initial, policy: givenPolicy, does, onSave, onClose }: Props) => {
  const [begun] = useState({ draft: initial, policy: givenPolicy });
  const [draft, setDraft] = useState(begun.draft);
  const [start] = useState(() => parametersOf(initial));
  const [policy, setPolicy] = useState(begun.policy);
  const [problem, setProblem] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const parameters = useOverrides({ deployment, initial: start, description: "Of its runs, before those of the deployment." });
  const change = (changes: Partial<ScheduleDraft>): void => setDraft((before) => ({ ...before, ...changes }));
  const save = async (): Promise<void> => {
    const given = await parameters.read();
    if (given === undefined) return;
    const whole = { ...draft, parameters: printEditable(given) };
    const read = toScheduleInput(whole);
    setProblem("problem" in read ? read.problem : undefined);
    setFailure(undefined);
    if ("problem" in read) return;
    setBusy(true);
    try {
      await onSave({ input: read.input, policy, draft: whole });
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    // The dialog may stand inside another form on the page, which is not what is sent here.
    event.stopPropagation();
    void save();
  };
  const isChanged = draft !== begun.draft || policy !== begun.policy;
  return (
    <GuardedDialog title={title} size="xl" onClose={onClose} noValidate onSubmit={onSubmit} isChanged={isChanged} isBusy={isBusy}>
      <Stack gap="md">
        <div className={layout.columns}>
          <WhenFields draft={draft} onChange={change} />
          <Stack gap={6}>
            <Text size="sm" fw={600}>
              Next dates
            </Text>
            <PreviewList schedule={toSchedule(draft)} pauses={policy?.pause_windows ?? noPauses} />
          </Stack>
        </div>
        <Divider />
        <OtherFields draft={draft} onChange={change} parameters={parameters.fields} />
        {policy !== undefined && <PolicyFields policy={policy} onChange={(changes) => setPolicy({ ...policy, ...changes })} />}
        {problem !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {problem}
          </Text>
        )}
        {failure !== undefined && <ErrorCard error={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            {does}
          </Button>
        </Group>
      </Stack>
    </GuardedDialog>
  );
};
