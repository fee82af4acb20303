import { Button, Group, Stack, Stepper, TextInput } from "@mantine/core";
import "@mantine/core/styles/Stepper.css";
import type { CreateWorkPoolInput, JsonObject, WorkPool } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../../components/app-link.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { useDraft } from "../../schema-form/drafts.ts";
import { JobTemplateForm } from "./job-template-form.tsx";
import { KindStep } from "./kind-step.tsx";
import { DescriptionAndLimit, type PlaceFields } from "./pool-fields.tsx";
import { useWorkerKinds } from "./use-worker-kinds.ts";

const route = getRouteApi("/work-pools/create");
const steps = ["type", "details", "template"] as const;
type Step = (typeof steps)[number];

type Details = PlaceFields & { readonly name: string };
const nothing: Details = { name: "", description: "", limit: null };

/** What is kept of the wizard: the details, and the template of each kind that was looked at. */
type Draft = { -readonly [K in keyof Details]: Details[K] } & { templates?: { [type: string]: JsonObject } };

interface DetailsProps {
  readonly details: Details;
  readonly onChange: (changes: Partial<Details>) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

const DetailsStep = ({ details, onChange, onBack, onNext }: DetailsProps) => {
  const [isNameMissing, setNameMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setNameMissing(details.name.trim() === "");
    if (details.name.trim() !== "") onNext();
  };
  return (
    <form onSubmit={submit}>
      <Panel title="Details">
        <Stack gap="md">
          <TextInput
            label="Name"
            description="It is part of addresses and commands, and cannot be changed later."
            required
            data-autofocus
            value={details.name}
            error={isNameMissing ? "A work pool needs a name." : null}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <DescriptionAndLimit fields={details} onChange={onChange} what="work pool" />
        </Stack>
      </Panel>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button type="submit">Next</Button>
      </Group>
    </form>
  );
};

interface TemplateProps {
  readonly type: string;
  readonly details: Details;
  /** As it was left before. */
  readonly template: JsonObject | undefined;
  readonly onTemplate: (template: JsonObject) => void;
  readonly onBack: () => void;
  readonly onCreated: (pool: WorkPool) => void;
}

const TemplateStep = ({ type, details, template, onTemplate, onBack, onCreated }: TemplateProps) => {
  const { data: kinds } = useWorkerKinds();
  const create = useChange<CreateWorkPoolInput, WorkPool>({
    change: (api, body) => api.workPools.create({ body }),
    touches: ["workPools", "workQueues", "uiOverview"],
    done: ({ name }) => `Created ${name}`,
  });
  const { name, description, limit } = details;
  const kind = kinds?.find((each) => each.type === type);
  if (kinds === undefined) return null;
  return (
    <JobTemplateForm
      initial={template ?? kind?.template ?? {}}
      onDraft={onTemplate}
      isBusy={create.isPending}
      onSubmit={(base_job_template) =>
        create.mutate({ name: name.trim(), type, description, concurrency_limit: limit, base_job_template }, { onSuccess: onCreated })
      }
      footer={
        <>
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create the work pool
          </Button>
        </>
      }
    >
      {create.error !== null && <ErrorCard error={create.error} />}
    </JobTemplateForm>
  );
};

/** Kind, details, template: each step has an address, and what was typed outlives a reload. */
export const CreateWorkPoolPage = () => {
  const { type, step: asked = "type" } = route.useSearch();
  const navigate = useNavigate({ from: "/work-pools/create" });
  const { draft, save, clear } = useDraft<Draft>("work-pool");
  const [kept, setKept] = useState<Draft>(draft ?? nothing);
  const { templates = {}, ...details } = kept;
  useEffect(() => save(kept), [save, kept]);
  const onTemplate = useCallback(
    (template: JsonObject) =>
      setKept((before) => (type === undefined ? before : { ...before, templates: { ...before.templates, [type]: template } })),
    [type],
  );
  const step: Step = type === undefined ? "type" : asked === "template" && details.name.trim() === "" ? "details" : asked;
  const go = (next: Step): void => void navigate({ search: { type, step: next === "type" ? undefined : next } });
  const onChange = (changes: Partial<Details>): void => setKept((before) => ({ ...before, ...changes }));
  const onCreated = ({ name }: WorkPool): void => {
    clear();
    void navigate({ to: "/work-pools/work-pool/$name", params: { name } });
  };
  return (
    <>
      <PageHeader
        title="Create a work pool"
        crumbs={[
          <AppLink key="pools" to="/work-pools" size="xs">
            Work pools
          </AppLink>,
        ]}
      />
      <PageBody>
        <Stack gap="md" maw={880}>
          <Stepper
            size="xs"
            iconSize={26}
            active={steps.indexOf(step)}
            onStepClick={(index) => go(steps[index] ?? "type")}
            allowNextStepsSelect={false}
          >
            <Stepper.Step label="Infrastructure" />
            <Stepper.Step label="Details" />
            <Stepper.Step label="Job template" />
          </Stepper>
          {step === "type" && (
            <>
              <KindStep type={type} onType={(next) => void navigate({ search: { type: next }, replace: true })} />
              <Group justify="flex-end">
                <Button disabled={type === undefined} onClick={() => go("details")}>
                  Next
                </Button>
              </Group>
            </>
          )}
          {step === "details" && (
            <DetailsStep details={details} onChange={onChange} onBack={() => go("type")} onNext={() => go("template")} />
          )}
          {step === "template" && type !== undefined && (
            <TemplateStep
              type={type}
              details={details}
              template={templates[type]}
              onTemplate={onTemplate}
              onBack={() => go("details")}
              onCreated={onCreated}
            />
          )}
        </Stack>
      </PageBody>
    </>
  );
};
