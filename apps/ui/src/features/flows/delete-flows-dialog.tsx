import type { Flow } from "@millrace/contract";
import type { Noun } from "../../api/keys.ts";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";

interface Props {
  readonly flows: readonly Pick<Flow, "id" | "name">[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

/** As many as one request deletes. */
const batch = 50;
const touches: readonly Noun[] = ["flows", "deployments", "flowRuns", "ui", "uiOverview"];

export const DeleteFlowsDialog = ({ flows, opened, onClose, onDeleted }: Props) => {
  const isOne = flows.length === 1;
  const what = isOne ? `the flow ${flows[0]?.name ?? ""}` : `${flows.length} flows`;
  const remove = useChange({
    change: async (api) => {
      const ids = flows.map(({ id }) => id);
      if (ids.length === 1) return api.flows.delete({ id: ids[0] ?? "" });
      for (let from = 0; from < ids.length; from += batch)
        await api.flows.bulkDelete({ body: { flows: { id: { any_: ids.slice(from, from + batch) } } } });
      return undefined;
    },
    touches,
    done: () => `Deleted ${what}.`,
  });
  const confirm = async (): Promise<void> => {
    await remove.mutateAsync();
    onDeleted?.();
  };
  return (
    <ConfirmDialog opened={opened} onClose={onClose} title={`Delete ${what}?`} does="Delete" onConfirm={confirm}>
      {isOne ? "Its" : "Their"} deployments and runs go too, those that have ended included. There is no way back. A flow comes back empty
      when its code runs again.
    </ConfirmDialog>
  );
};
