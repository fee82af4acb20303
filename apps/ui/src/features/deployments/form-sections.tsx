import { Autocomplete, NumberInput, Select, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useCall } from "../../api/use-call.ts";
import layout from "../../components/layout.module.css";
import type { DeploymentFields, FieldProblems } from "./deployment-fields.ts";

interface Props {
  readonly fields: DeploymentFields;
  readonly onChange: (changes: Partial<DeploymentFields>) => void;
  readonly problems: FieldProblems;
}

const FlowField = ({ fields, onChange, problems }: Props) => {
  const { data } = useCall("flows", "list", { body: { limit: 200 } }, { poll: 0 });
  return (
    <Autocomplete
      label="Flow"
      description="By its name in the code; one that is not known yet is added"
      required
      data={(data ?? []).map(({ name }) => name)}
      limit={20}
      value={fields.flow}
      error={problems.flow}
      onChange={(flow) => onChange({ flow })}
    />
  );
};

/** What it is called and what it says of itself. `mode` tells what can be chosen. */
export const IdentityFields = ({ mode, ...props }: Props & { readonly mode: "create" | "duplicate" | "edit" }) => {
  const { fields, onChange, problems } = props;
  return (
    <Stack gap="md">
      <div className={layout.pair}>
        {mode === "create" && <FlowField {...props} />}
        <TextInput
          label="Name"
          description={mode === "edit" ? "Stays: code and automations know it by this name" : "Among the deployments of the flow"}
          required
          disabled={mode === "edit"}
          value={fields.name}
          error={problems.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label="Description"
        description="Markdown"
        autosize
        minRows={2}
        value={fields.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <div className={layout.pair}>
        <TagsInput label="Tags" value={[...fields.tags]} onChange={(tags) => onChange({ tags })} />
        <TextInput label="Version" value={fields.version} onChange={(event) => onChange({ version: event.currentTarget.value })} />
      </div>
    </Stack>
  );
};

/** Where its runs are carried out, and where their code is. */
export const PlaceFields = ({ fields: { pool, queue, entrypoint, path }, onChange }: Props) => {
  const pools = useCall("workPools", "list", { body: { limit: 200 } }, { poll: 0 });
  const queues = useCall("workQueues", "listInPool", { work_pool_name: pool, body: {} }, { enabled: pool !== "", poll: 0 });
  return (
    <Stack gap="md">
      <div className={layout.pair}>
        <Select
          label="Work pool"
          placeholder="None"
          data={(pools.data ?? []).map(({ name }) => name)}
          value={pool === "" ? null : pool}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "No work pool" }}
          onChange={(chosen) => onChange({ pool: chosen ?? "", queue: "" })}
        />
        <Select
          label="Work queue"
          placeholder="default"
          disabled={pool === ""}
          data={(queues.data ?? []).map(({ name }) => name)}
          value={queue === "" ? null : queue}
          clearable
          clearButtonProps={{ "aria-label": "The default work queue" }}
          onChange={(chosen) => onChange({ queue: chosen ?? "" })}
        />
      </div>
      <div className={layout.pair}>
        <TextInput
          label="Entrypoint"
          placeholder="flows/etl.ts:etl"
          value={entrypoint}
          onChange={(event) => onChange({ entrypoint: event.currentTarget.value })}
        />
        <TextInput
          label="Path"
          description="Folder that the entrypoint starts from"
          value={path}
          onChange={(event) => onChange({ path: event.currentTarget.value })}
        />
      </div>
    </Stack>
  );
};

const numberOf = (value: number | string): number | null => (typeof value === "number" ? value : null);

/** How many runs there may be at once, and what happens to further ones. */
export const LimitFields = ({ fields: { limit, collision, grace }, onChange }: Props) => (
  <div className={layout.pair}>
    <NumberInput
      label="Runs at once"
      placeholder="No limit"
      min={1}
      allowDecimal={false}
      value={limit ?? ""}
      onChange={(value) => onChange({ limit: numberOf(value) })}
    />
    <Select
      label="Further runs"
      disabled={limit === null}
      data={[
        { value: "ENQUEUE", label: "Wait for a slot" },
        { value: "CANCEL_NEW", label: "Are cancelled" },
      ]}
      value={collision}
      allowDeselect={false}
      onChange={(value) => onChange({ collision: value === "CANCEL_NEW" ? "CANCEL_NEW" : "ENQUEUE" })}
    />
    <NumberInput
      label="Seconds to start"
      description="Before a run that has a slot loses it"
      placeholder="As the server has it"
      disabled={limit === null}
      min={60}
      max={86_400}
      allowDecimal={false}
      value={grace ?? ""}
      onChange={(value) => onChange({ grace: numberOf(value) })}
    />
  </div>
);
