import { ActionIcon, NumberInput, Select, Stack, TagsInput, TextInput, Tooltip } from "@mantine/core";
import type { Deployment } from "@millrace/contract";
import { newName } from "@millrace/contract/run-names";
import { IconDice5 } from "@tabler/icons-react";
import { useCall } from "../../api/use-call.ts";
import { JsonTextField } from "../../components/form/json-text-field.tsx";
import layout from "../../components/layout.module.css";
import type { RunFields, RunProblems } from "./run-fields.ts";

interface Props {
  readonly deployment: Deployment;
  readonly fields: RunFields;
  readonly onChange: (changes: Partial<RunFields>) => void;
  readonly problems: RunProblems;
}

const numberOf = (value: number | string): number | null => (typeof value === "number" ? value : null);

const QueueSelect = ({ deployment, fields, onChange }: Omit<Props, "problems">) => {
  const pool = deployment.work_pool_name ?? "";
  const { data } = useCall("workQueues", "listInPool", { work_pool_name: pool, body: {} }, { enabled: pool !== "", poll: 0 });
  if (pool === "") return null;
  return (
    <Select
      label="Work queue"
      placeholder={deployment.work_queue_name ?? "default"}
      data={(data ?? []).map(({ name }) => name)}
      value={fields.queue === "" ? null : fields.queue}
      clearable
      clearButtonProps={{ "aria-label": "Take the deployment's work queue" }}
      onChange={(queue) => onChange({ queue: queue ?? "" })}
    />
  );
};

/** What a run may be given besides parameters and a start. */
export const MoreRunFields = (props: Props) => {
  const { deployment, fields, onChange, problems } = props;
  return (
    <Stack gap="md">
      <div className={layout.pair}>
        <TextInput
          label="Name"
          placeholder="Two random words"
          value={fields.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          rightSection={
            <Tooltip label="Another name">
              <ActionIcon aria-label="Throw the dice for a name" onClick={() => onChange({ name: newName(Math.random) })}>
                <IconDice5 size={17} stroke={1.7} />
              </ActionIcon>
            </Tooltip>
          }
        />
        <TextInput
          label="Message"
          placeholder="Why it is run"
          value={fields.message}
          onChange={(event) => onChange({ message: event.currentTarget.value })}
        />
        <TagsInput
          label="Tags"
          {...(deployment.tags.length === 0 ? {} : { description: `Besides ${deployment.tags.join(", ")}` })}
          value={[...fields.tags]}
          onChange={(tags) => onChange({ tags })}
        />
        <QueueSelect {...props} />
        <NumberInput
          label="Retries"
          placeholder="As the flow says"
          min={0}
          allowDecimal={false}
          value={fields.retries ?? ""}
          onChange={(value) => onChange({ retries: numberOf(value) })}
        />
        <NumberInput
          label="Seconds between retries"
          placeholder="As the flow says"
          min={0}
          allowDecimal={false}
          value={fields.retryDelay ?? ""}
          onChange={(value) => onChange({ retryDelay: numberOf(value) })}
        />
      </div>
      <JsonTextField
        label="Job variables"
        description="Put before those of the deployment and the work pool, for this run alone."
        text={fields.jobVariables}
        onText={(jobVariables) => onChange({ jobVariables })}
        problem={problems.jobVariables}
      />
    </Stack>
  );
};
