import { Group } from "@mantine/core";
import type { Deployment } from "@millrace/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import layout from "../../components/layout.module.css";
import { Panel } from "../../components/panel.tsx";
import { Tags } from "../../components/tags.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";

const Copied = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <Group gap={4} wrap="nowrap">
    <code style={{ overflowWrap: "anywhere" }}>{text}</code>
    <CopyButton text={text} label={`Copy ${label}`} />
  </Group>
);

const LimitText = ({
  deployment: { global_concurrency_limit: limit, concurrency_options: options },
}: {
  readonly deployment: Deployment;
}) => {
  if (limit === null) return "No limit";
  const more = options?.collision_strategy === "CANCEL_NEW" ? "further ones are cancelled" : "further ones wait";
  const grace = options?.grace_period_seconds;
  return `${limit.limit} at once; ${more}${typeof grace === "number" ? `; ${formatDuration(grace)} to start` : ""}`;
};

const place = ({ work_pool_name: pool, work_queue_name: queue }: Deployment): ReactNode => {
  if (pool === null) return "None: a process that serves the deployment runs it";
  return (
    <>
      <AppLink to="/work-pools/work-pool/$name" params={{ name: pool }} size="sm">
        {pool}
      </AppLink>
      {queue !== null && (
        <>
          {" / "}
          <AppLink to="/work-pools/work-pool/$name/queue/$queue" params={{ name: pool, queue }} size="sm">
            {queue}
          </AppLink>
        </>
      )}
    </>
  );
};

const Facts = ({ deployment }: { readonly deployment: Deployment }) => {
  const { id, flow_id, entrypoint, path, version, storage_document_id, infrastructure_document_id, tags } = deployment;
  return (
    <KeyValues
      entries={[
        { label: "Work pool", value: place(deployment) },
        { label: "Entrypoint", value: entrypoint === null ? null : <Copied text={entrypoint} label="the entrypoint" /> },
        { label: "Path", value: path === null ? null : <Copied text={path} label="the path" /> },
        { label: "Version", value: version },
        { label: "Runs at once", value: <LimitText deployment={deployment} /> },
        { label: "Tags", value: tags.length === 0 ? null : <Tags tags={tags} most={20} /> },
        { label: "Last polled", value: <Instant at={deployment.last_polled} /> },
        { label: "Created", value: <Instant at={deployment.created} as="absolute" /> },
        { label: "Updated", value: <Instant at={deployment.updated} as="absolute" /> },
        { label: "Made by", value: deployment.created_by?.display_value ?? undefined },
        { label: "Id", value: <Copied text={id} label="the id" /> },
        { label: "Flow id", value: <Copied text={flow_id} label="the flow id" /> },
        { label: "Storage block", value: storage_document_id ?? undefined },
        { label: "Infrastructure block", value: infrastructure_document_id ?? undefined },
      ]}
    />
  );
};

export const ConfigurationTab = ({ deployment }: { readonly deployment: Deployment }) => {
  const { job_variables, pull_steps, labels } = deployment;
  return (
    <div className={layout.columns}>
      <div className={layout.stack}>
        <Panel title="Job variables">
          {Object.keys(job_variables).length === 0 ? (
            <EmptyState title="None">Runs take those of the work pool.</EmptyState>
          ) : (
            <JsonView value={job_variables} label="the job variables" />
          )}
        </Panel>
        <Panel title="Pull steps">
          {pull_steps === null || pull_steps.length === 0 ? (
            <EmptyState title="None">The code is where the run is carried out, or inside its image.</EmptyState>
          ) : (
            <JsonView value={pull_steps} label="the pull steps" />
          )}
        </Panel>
        {Object.keys(labels).length > 0 && (
          <Panel title="Labels">
            <JsonView value={labels} label="the labels" />
          </Panel>
        )}
      </div>
      <Panel title="Where and how">
        <Facts deployment={deployment} />
      </Panel>
    </div>
  );
};
