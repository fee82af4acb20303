import { Alert, Button, Group, Stack, Stepper } from "@mantine/core";
import "@mantine/core/styles/Stepper.css";
import { type FormEvent, useEffect, useState } from "react";
import { ErrorCard } from "../../components/error-card.tsx";
import { GuardedForm } from "../../components/guarded-form.tsx";
import { findActionProblem } from "./action-kinds.ts";
import { ActionsStep } from "./actions-step.tsx";
import type { AutomationDraft } from "./automation-draft.ts";
import { DetailsStep } from "./details-step.tsx";
import { findTriggerGap } from "./trigger-kinds.ts";
import { TriggerStep } from "./trigger-step.tsx";

const steps = ["trigger", "actions", "details"] as const;
export type BuilderStep = (typeof steps)[number];

export const readStep = (text: string | undefined): BuilderStep => steps.find((each) => each === text) ?? "trigger";

interface Props {
  readonly initial: AutomationDraft;
  readonly step: BuilderStep;
  readonly onStep: (step: BuilderStep) => void;
  /** Told of every change, to keep what was typed. */
  readonly onDraft?: (draft: AutomationDraft) => void;
  readonly onSave: (draft: AutomationDraft) => void;
  readonly isSaving: boolean;
  readonly error: unknown;
  /** The deed, such as "Create the automation". */
  readonly does: string;
}

/** Why somebody cannot go on from a step yet; undefined when nothing is missing. */
const findGap = (step: BuilderStep, { name, trigger, actions }: AutomationDraft): string | undefined => {
  if (step === "details") return name.trim() === "" ? "Give it a name." : undefined;
  if (step === "trigger") return findTriggerGap(trigger);
  const index = actions.findIndex((action) => findActionProblem(action) !== undefined);
  const action = actions[index];
  return action === undefined ? undefined : `Action ${index + 1}: ${findActionProblem(action)}`;
};

/** Trigger, actions, details: each step is in the address, and nothing is sent before the last. */
export const AutomationBuilder = ({ initial, step, onStep, onDraft, onSave, isSaving, error, does }: Props) => {
  const [start] = useState(initial);
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<string>();
  const [isTried, setTried] = useState(false);
  useEffect(() => onDraft?.(draft), [onDraft, draft]);
  const at = steps.indexOf(step);
  const change = (changes: Partial<AutomationDraft>): void => setDraft((before) => ({ ...before, ...changes }));
  const gap = problem ?? findGap(step, draft);
  const leave = (to: number): void => {
    const next = steps[to];
    setTried(gap !== undefined);
    if (next !== undefined && (gap === undefined || to < at) && problem === undefined) onStep(next);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (at < steps.length - 1) leave(at + 1);
    else if (gap === undefined) onSave(draft);
    else setTried(true);
  };
  return (
    <GuardedForm onSubmit={submit} noValidate isChanged={draft !== start} isKept={onDraft !== undefined} isBusy={isSaving}>
      <Stack gap="md" maw={880}>
        <Stepper size="xs" iconSize={26} active={at} onStepClick={leave}>
          <Stepper.Step label="Trigger" />
          <Stepper.Step label="Actions" />
          <Stepper.Step label="Details" />
        </Stepper>
        {step === "trigger" && <TriggerStep trigger={draft.trigger} onTrigger={(trigger) => change({ trigger })} onProblem={setProblem} />}
        {step === "actions" && (
          <ActionsStep actions={draft.actions} onActions={(actions) => change({ actions })} onProblem={setProblem} isTried={isTried} />
        )}
        {step === "details" && <DetailsStep draft={draft} onChange={change} isTried={isTried} />}
        {isTried && gap !== undefined && (
          <Alert color="yellow" variant="light" role="alert" p="xs">
            {gap}
          </Alert>
        )}
        {error !== null && <ErrorCard error={error} />}
        <Group justify="flex-end">
          {at > 0 && (
            <Button variant="default" onClick={() => leave(at - 1)}>
              Back
            </Button>
          )}
          <Button type="submit" loading={isSaving}>
            {at < steps.length - 1 ? "Next" : does}
          </Button>
        </Group>
      </Stack>
    </GuardedForm>
  );
};
