import { Alert, Button, Group, Stack, Switch } from "@mantine/core";
import type { Deployment } from "@millrace/contract";
import { IconPlayerPlay } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { useCall } from "../../api/use-call.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { variableSource } from "../../components/form/form-sources.ts";
import { Panel } from "../../components/panel.tsx";
import { useInlineBlocks } from "../../new-block/inline-blocks.tsx";
import { SavedViews } from "../../saved-views/saved-views.tsx";
import { ChangesTable } from "../../schema-form/changes-table.tsx";
import { listRecentInputs } from "../../schema-form/recent-inputs.ts";
import { RecentInputsMenu } from "../../schema-form/recent-inputs-menu.tsx";
import { SchemaForm } from "../../schema-form/schema-form.tsx";
import classes from "./deployments.module.css";
import { MoreRunFields } from "./more-run-fields.tsx";
import { type GivenInputs, readGiven } from "./run-fields.ts";
import { StartFields } from "./start-fields.tsx";
import { useRunForm } from "./use-run-form.ts";

const kinds = ["json", "jinja", "workspace_variable"] as const;

const presets = { all: "Presets", one: "preset", save: "Save these values" } as const;

interface Props {
  readonly deployment: Deployment;
  /** From the address or another run. */
  readonly given: GivenInputs | undefined;
}

/** Of runs that have begun: those that wait for their time were made by schedules, as a rule. */
const useRecentInputs = ({ id }: Deployment) => {
  const flow_runs = { state: { type: { not_any_: ["SCHEDULED" as const] } } };
  const body = { deployments: { id: { any_: [id] } }, flow_runs, sort: "EXPECTED_START_TIME_DESC" as const, limit: 50 };
  const { data } = useCall("flowRuns", "list", { body }, { poll: 0 });
  return listRecentInputs((data ?? []).filter(({ parameters }) => Object.keys(parameters).length > 0));
};

const DraftNotice = ({ onReset }: { readonly onReset: () => void }) => (
  <Alert color="blue" variant="light" p="xs">
    <Group justify="space-between" gap="xs">
      What you typed here before and did not send is back.
      <Button variant="default" onClick={onReset}>
        Start over
      </Button>
    </Group>
  </Alert>
);

/** Everything a new run can be given. */
export const RunForm = ({ deployment, given }: Props) => {
  const { form, fields, change, problems, failure, isBusy, isDraft, reset, send } = useRunForm(deployment, given);
  const recent = useRecentInputs(deployment);
  const { blocks, dialogs } = useInlineBlocks("short");
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const actions = (
    <Group gap="xs">
      <SavedViews
        name={`inputs-${deployment.id}`}
        query={Object.keys(form.value).length === 0 ? "" : JSON.stringify(form.value, null, 2)}
        onQuery={(text) => form.setValue(readGiven(text) ?? {})}
        words={presets}
      />
      <RecentInputsMenu inputs={recent} onPick={form.setValue} />
      <Button variant="default" onClick={reset}>
        Reset
      </Button>
    </Group>
  );
  return (
    <form noValidate onSubmit={onSubmit} className={classes.narrow}>
      <Stack gap="md">
        {isDraft && <DraftNotice onReset={reset} />}
        <Panel title="Parameters" actions={actions}>
          <Stack gap="md">
            <SchemaForm {...form.props} kinds={kinds} blocks={blocks} variables={variableSource} defaultsFrom="deployment" />
            <Switch
              label="Refuse the run if its parameters do not fit the schema"
              checked={fields.isEnforced}
              onChange={(event) => change({ isEnforced: event.currentTarget.checked })}
            />
          </Stack>
        </Panel>
        {Object.keys(form.value).length > 0 && (
          <Panel title="What differs from the deployment">
            <ChangesTable before={deployment.parameters} after={form.value} names={["Deployment", "This run"]} />
          </Panel>
        )}
        <Panel title="Start">
          <StartFields fields={fields} onChange={change} problems={problems} />
        </Panel>
        <Panel title="More">
          <MoreRunFields deployment={deployment} fields={fields} onChange={change} problems={problems} />
        </Panel>
        {failure !== undefined && <ErrorCard error={failure} />}
        {dialogs}
        <div className={classes.footer}>
          <LinkButton to="/deployments/deployment/$id" params={{ id: deployment.id }} variant="default">
            Cancel
          </LinkButton>
          <Button type="submit" loading={isBusy} leftSection={<IconPlayerPlay size={15} />}>
            {fields.start === "now" ? "Run" : "Schedule the run"}
          </Button>
        </div>
      </Stack>
    </form>
  );
};
