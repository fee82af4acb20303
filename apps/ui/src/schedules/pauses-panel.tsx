import { ActionIcon, Button, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Deployment } from "@millrace/contract";
import { IconPlayerPause, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import layout from "../components/layout.module.css";
import { Panel } from "../components/panel.tsx";
import { formatInstant } from "../components/time/format-time.ts";
import { Instant } from "../components/time/instant.tsx";
import { useNow } from "../components/time/use-now.ts";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { PauseDialog } from "./pause-dialog.tsx";
import { listPauses, type Pause, schedulesText } from "./pauses.ts";
import { useRemovePause } from "./schedule-deeds.ts";
import { usePolicies } from "./use-policies.ts";
import { useZone } from "./use-zone.ts";

const PauseItem = ({ deployment, pause, now }: { readonly deployment: Deployment; readonly pause: Pause; readonly now: number }) => {
  const [preferences] = usePreferences();
  const remove = useRemovePause(deployment.id);
  const [isRemoving, dialog] = useDisclosure();
  const { start_time, end_time, reason, schedules } = pause;
  const name = `from ${formatInstant(start_time, preferences, { seconds: false })} to ${formatInstant(end_time, preferences, { seconds: false })}`;
  const isOn = Date.parse(start_time) <= now;
  return (
    <li className={layout.item}>
      <div style={{ flex: "1 1 200px", minWidth: 0, overflowWrap: "anywhere" }}>
        <Text size="sm" fw={550}>
          {isOn && <IconPlayerPause size={14} aria-hidden="true" style={{ verticalAlign: -2, marginInlineEnd: 4 }} />}
          {reason ?? "No reason given"}
        </Text>
        <Text size="xs" c="dimmed">
          {`${name[0]?.toUpperCase() ?? ""}${name.slice(1)} · ${schedulesText(deployment, schedules)} · `}
          {isOn ? "under way, ends " : "starts "}
          <Instant at={isOn ? end_time : start_time} />
        </Text>
      </div>
      <Tooltip label="Delete">
        <ActionIcon aria-label={`Delete the pause window ${name}`} onClick={dialog.open}>
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={isRemoving}
        onClose={dialog.close}
        title="Delete the pause window?"
        does="Delete"
        onConfirm={() => remove.mutateAsync(pause)}
      >
        {`It goes ${name}, for ${schedulesText(deployment, schedules)}. Runs for its dates that are still to come are made again.`}
      </ConfirmDialog>
    </li>
  );
};

/** When the schedules of a deployment rest. Only where the server knows of it. */
export const PausesPanel = ({ deployment }: { readonly deployment: Deployment }) => {
  const { data, error, refetch } = usePolicies(deployment.id);
  const [isAdding, dialog] = useDisclosure();
  const now = useNow(true, 60_000);
  const zone = useZone();
  const pauses = useMemo(() => listPauses(data ?? [], now), [data, now]);
  const add = (
    <Button variant="default" leftSection={<IconPlus size={15} />} onClick={dialog.open}>
      Add a pause window
    </Button>
  );
  return (
    <Panel title="Pause windows" actions={add}>
      {error !== null && data === undefined ? (
        <ErrorCard error={error} onRetry={() => void refetch()} />
      ) : pauses.length === 0 ? (
        <Text size="sm" c="dimmed" aria-busy={data === undefined}>
          None. Dates that fall in one have no runs: for maintenance, or holidays.
        </Text>
      ) : (
        <ul className={layout.list} aria-label="Pause windows">
          {pauses.map((pause) => (
            <PauseItem key={`${pause.start_time} ${pause.schedules[0]}`} deployment={deployment} pause={pause} now={now} />
          ))}
        </ul>
      )}
      {isAdding && <PauseDialog deployment={deployment} zone={zone} onClose={dialog.close} />}
    </Panel>
  );
};
