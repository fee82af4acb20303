import { isClientError } from "@millrace/client/browser";
import type { Automation, Deployment } from "@millrace/contract";
import { IconBolt, IconPlus } from "@tabler/icons-react";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import layout from "../../components/layout.module.css";
import { Panel } from "../../components/panel.tsx";

const Trigger = ({ automation: { id, name, enabled, description } }: { readonly automation: Automation }) => (
  <li className={layout.item}>
    <span>
      <AppLink to="/automations/automation/$id" params={{ id }} size="sm" fw={550}>
        {name}
      </AppLink>
      {description !== "" && ` · ${description}`}
    </span>
    <span>{enabled ? "On" : "Off"}</span>
  </li>
);

/** What an automation that is made from here does unless somebody chooses otherwise. */
const runIt = (id: string) => ({ type: "run-deployment", source: "selected", deployment_id: id, parameters: {} });

/** Automations that belong to a deployment or act on it. */
export const TriggersTab = ({ deployment: { id, name } }: { readonly deployment: Deployment }) => {
  const { data, error, refetch } = useCall("automations", "listRelated", { resource_id: `prefect.deployment.${id}` });
  const add = (
    <LinkButton
      to="/automations/create"
      search={{ actions: JSON.stringify([runIt(id)]) }}
      variant="default"
      leftSection={<IconPlus size={15} />}
    >
      Add an automation
    </LinkButton>
  );
  if (error !== null && data === undefined && !isClientError(error, "not-found"))
    return <ErrorCard error={error} onRetry={() => void refetch()} />;
  return (
    <Panel title="Triggers" actions={add}>
      {data === undefined || data.length === 0 ? (
        <EmptyState icon={IconBolt} title="Nothing triggers it">
          An automation can run {name} when something happens elsewhere, or act on what happens to its runs.
        </EmptyState>
      ) : (
        <ul className={layout.list}>
          {data.map((automation) => (
            <Trigger key={automation.id} automation={automation} />
          ))}
        </ul>
      )}
    </Panel>
  );
};
