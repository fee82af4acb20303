import { Button, Text } from "@mantine/core";
import type { FailureGroup } from "@millrace/contract";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { StateIcon } from "../../components/state-badge.tsx";
import { Instant } from "../../components/time/instant.tsx";
import classes from "./overview.module.css";
import { queryOf, type Scope } from "./scope.ts";
import type { OverviewData } from "./standard-overview.ts";

const Group = ({ group, scope }: { readonly group: FailureGroup; readonly scope: Scope }) => {
  const { flow_id, flow_name, message, signature, count, last_run } = group;
  const q = queryOf(scope, { states: ["failed", "crashed"], flow: flow_name, by: "ended" });
  return (
    <li className={classes.item}>
      <span className={classes.message} title={message ?? signature}>
        {message ?? signature}
      </span>
      <AppLink to="/runs" search={{ q }} fw={600} title={`Failed runs of ${flow_name}`}>
        {count.toLocaleString("en")} {count === 1 ? "run" : "runs"}
      </AppLink>
      <span className={classes.beside}>
        <StateIcon type={last_run.state_type ?? "FAILED"} name={last_run.state_name} size={14} />
        <AppLink to="/flows/flow/$id" params={{ id: flow_id }} size="xs">
          {flow_name}
        </AppLink>
        last in
        <AppLink to="/runs/flow-run/$id" params={{ id: last_run.id }} size="xs">
          {last_run.name}
        </AppLink>
        <Instant at={last_run.end_time ?? last_run.state_timestamp} />
      </span>
    </li>
  );
};

const shownFirst = 6;

/** What went wrong in the period, by flow and by what its message has in common with others. */
export const FailuresPanel = ({ overview, scope }: { readonly overview: OverviewData; readonly scope: Scope }) => {
  const { groups, examined, is_truncated } = overview.failures;
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? groups : groups.slice(0, shownFirst);
  return (
    <Panel title="Failing" flush>
      {groups.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title="Nothing failed in this period" />
      ) : (
        <ul className={classes.list} aria-label="Failures by error">
          {shown.map((group) => (
            <Group key={`${group.flow_id} ${group.signature}`} group={group} scope={scope} />
          ))}
        </ul>
      )}
      {shown.length < groups.length && (
        <Button variant="subtle" fullWidth radius={0} onClick={() => setShowsAll(true)}>
          {groups.length - shown.length} more
        </Button>
      )}
      {is_truncated && (
        <Text size="xs" c="dimmed" px="md" py="xs">
          There are more: the last {examined.toLocaleString("en")} failed runs were looked at, and the most frequent errors are shown.
        </Text>
      )}
    </Panel>
  );
};
