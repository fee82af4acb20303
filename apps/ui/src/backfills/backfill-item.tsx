import { Button, Checkbox, Group, Progress, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Backfill, BackfillState } from "@millrace/contract";
import { useState } from "react";
import type { Api } from "../api/api.ts";
import { useChange } from "../api/use-change.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import layout from "../components/layout.module.css";
import { Instant } from "../components/time/instant.tsx";
import classes from "./backfills.module.css";

const touches = ["backfills", "flowRuns", "ui", "uiOverview"] as const;
const labels: Readonly<Record<BackfillState, string>> = {
  RUNNING: "Running",
  PAUSED: "Paused",
  CANCELLING: "Being cancelled",
  CANCELLED: "Cancelled",
  COMPLETED: "Done",
};
const isOver = (state: BackfillState): boolean => state === "CANCELLED" || state === "COMPLETED";

const useDeed = (act: (api: Api) => Promise<unknown>, texts: { readonly done: string; readonly does: string }) =>
  useChange({ change: act, touches, done: () => texts.done, does: texts.does });

const CancelButton = ({ id }: { readonly id: string }) => {
  const [isAsking, dialog] = useDisclosure();
  const [keeps, setKeeps] = useState(false);
  const cancel = useChange({
    change: (api) => api.backfills.cancel({ id, body: { keep_runs: keeps } }),
    touches,
    done: () => "The backfill begins no further dates.",
  });
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        Cancel
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={dialog.close}
        title="Cancel the backfill?"
        does="Cancel the backfill"
        leave="Let it go on"
        onConfirm={() => cancel.mutateAsync()}
      >
        No further dates begin, ever.
        <Checkbox
          mt="sm"
          label="Let the runs that have begun go on"
          checked={keeps}
          onChange={(event) => setKeeps(event.currentTarget.checked)}
        />
      </ConfirmDialog>
    </>
  );
};

const Deeds = ({ backfill: { id, state } }: { readonly backfill: Backfill }) => {
  const pause = useDeed((api) => api.backfills.pause({ id }), { done: "The backfill is paused.", does: "Pause the backfill" });
  const resume = useDeed((api) => api.backfills.resume({ id }), { done: "The backfill goes on.", does: "Resume the backfill" });
  const [isForgetting, dialog] = useDisclosure();
  const remove = useChange({
    change: (api) => api.backfills.delete({ id }),
    touches,
    done: () => "The backfill is forgotten; its runs stay.",
  });
  return (
    <Group gap="xs">
      {state === "RUNNING" && (
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
          Pause
        </Button>
      )}
      {state === "PAUSED" && (
        <Button variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
          Resume
        </Button>
      )}
      {(state === "RUNNING" || state === "PAUSED") && <CancelButton id={id} />}
      {isOver(state) && (
        <Button variant="subtle" onClick={dialog.open}>
          Forget
        </Button>
      )}
      <ConfirmDialog
        opened={isForgetting}
        onClose={dialog.close}
        title="Forget the backfill?"
        does="Forget it"
        onConfirm={() => remove.mutateAsync()}
      >
        Its period and its counts are gone from this list. The runs it started stay.
      </ConfirmDialog>
    </Group>
  );
};

/** One backfill: its period, how far it has come, and what can be done with it. */
export const BackfillItem = ({ backfill }: { readonly backfill: Backfill }) => {
  const { state, message, start_time, end_time, progress } = backfill;
  const { total, waiting, open, ended, skipped, cancelled } = progress;
  const parts = [
    `${ended} done`,
    ...(open > 0 ? [`${open} under way`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(skipped > 0 ? [`${skipped} left out`] : []),
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
  ];
  const share = total === 0 ? 100 : ((ended + skipped + cancelled) / total) * 100;
  return (
    <li className={layout.item}>
      <div className={classes.facts}>
        <div>
          <b>{labels[state]}</b>, <Instant at={start_time} as="absolute" /> to <Instant at={end_time} as="absolute" />
        </div>
        <Progress value={share} size={6} my={5} aria-label={`${Math.round(share)} % of the dates`} />
        <Text size="xs" c="dimmed">
          {total} {total === 1 ? "date" : "dates"}: {parts.join(", ")}. {message ?? ""}
        </Text>
      </div>
      <Deeds backfill={backfill} />
    </li>
  );
};
