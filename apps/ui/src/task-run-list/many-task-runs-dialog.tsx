import { NativeSelect, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { ManyDialog } from "../components/many/many-dialog.tsx";
import { listMatching } from "../components/many/work-through.ts";
import { stateLabel } from "../components/state-looks.ts";
import type { TaskRunFilters } from "../query/other-queries.ts";
import { type EndType, endTypes } from "../run-details/run-state.ts";
import { changeTaskRunState, touchedByTaskRun } from "./task-run-deeds.ts";

/** What is to be done to which task runs. */
export interface TaskRunOrder {
  readonly deed: "set_state" | "delete";
  readonly filters: TaskRunFilters;
  readonly count: number;
}

interface Props {
  readonly order: TaskRunOrder;
  readonly onClose: (hasWorked: boolean) => void;
}

/** The protocol changes task runs one by one; this does so for many. */
export const ManyTaskRunsDialog = ({ order: { deed, filters, count }, onClose }: Props) => {
  const [type, setType] = useState<EndType>("COMPLETED");
  const [message, setMessage] = useState("");
  const isDeletion = deed === "delete";
  const reason = message.trim() === "" ? null : message.trim();
  const runs = `${count.toLocaleString("en")} ${count === 1 ? "task run" : "task runs"}`;
  return (
    <ManyDialog
      title={isDeletion ? `Delete ${runs}` : `Set the state of ${runs}`}
      count={count}
      list={(api) => listMatching((page) => api.taskRuns.list({ body: { ...filters, ...page, sort: "ID_DESC" } }))}
      nameOf={({ name }) => name}
      run={(api, { id }) => (isDeletion ? api.taskRuns.delete({ id }) : changeTaskRunState(api, { id, type, message: reason }))}
      done={isDeletion ? "deleted" : "changed"}
      touches={touchedByTaskRun}
      onClose={onClose}
    >
      {isDeletion ? (
        "Their states go with them, and runs that took their results no longer show where these came from. This cannot be undone."
      ) : (
        <Stack gap="sm">
          The server notes the state you choose for each, past its rules. Nothing is run or stopped by it.
          <NativeSelect
            label="State"
            data={endTypes.map((each) => ({ value: each, label: stateLabel(each) }))}
            value={type}
            onChange={({ currentTarget: { value } }) => setType(endTypes.find((each) => each === value) ?? type)}
          />
          <Textarea label="Reason" autosize value={message} onChange={({ currentTarget: { value } }) => setMessage(value)} />
        </Stack>
      )}
    </ManyDialog>
  );
};
