import { Group, VisuallyHidden } from "@mantine/core";
import { AppLink } from "../app-link.tsx";
import { StateIcon } from "../state-badge.tsx";
import { Instant } from "../time/instant.tsx";
import type { Recent } from "./recent-runs.ts";

interface Props {
  readonly recent: Recent | undefined;
}

/** How the last run stands, and when it was. */
export const LastRun = ({ recent }: Props) => {
  const last = recent?.activity[0];
  if (last === undefined) return <span>–</span>;
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex" style={{ verticalAlign: "middle" }}>
      <StateIcon type={last.state_type} name={last.state_name} size={15} />
      <AppLink to="/runs/flow-run/$id" params={{ id: last.id }} size="sm">
        <VisuallyHidden>Last run, {last.name}, </VisuallyHidden>
        <Instant at={last.timestamp} />
      </AppLink>
    </Group>
  );
};

/** When the next run is due. */
export const NextRun = ({ recent }: Props) => {
  const next = recent?.next_run;
  if (next === undefined || next === null) return <span>–</span>;
  return (
    <AppLink to="/runs/flow-run/$id" params={{ id: next.id }} size="sm">
      <VisuallyHidden>Next run, {next.name}, </VisuallyHidden>
      <Instant at={next.next_scheduled_start_time} />
    </AppLink>
  );
};
