import { Menu } from "@mantine/core";
import { IconPencil, IconRestore } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ObjectMenu } from "../../components/object-menu.tsx";

export type LimitDeed = "edit" | "reset" | "delete";

interface Props {
  readonly name: string;
  readonly id: string;
  /** The dialog to edit it, drawn while it is open. */
  readonly renderEdit: (onClose: () => void) => ReactNode;
  readonly onReset: () => Promise<unknown>;
  readonly onDelete: () => Promise<unknown>;
}

/** What can be done to a limit, global or of a tag. */
export const LimitMenu = ({ name, id, renderEdit, onReset, onDelete }: Props) => {
  const [deed, setDeed] = useState<LimitDeed>();
  const close = (): void => setDeed(undefined);
  return (
    <>
      <ObjectMenu name={name} id={id} onDelete={() => setDeed("delete")}>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDeed("edit")}>
          Edit
        </Menu.Item>
        <Menu.Item leftSection={<IconRestore size={15} />} onClick={() => setDeed("reset")}>
          Reset
        </Menu.Item>
      </ObjectMenu>
      {deed === "edit" && renderEdit(close)}
      <ConfirmDialog opened={deed === "reset"} onClose={close} title={`Take back all slots of ${name}?`} does="Reset" onConfirm={onReset}>
        The slots count as free at once, and whoever waits for one may go on. Whoever holds one now is not stopped, so more than the limit
        may run for a while.
      </ConfirmDialog>
      <ConfirmDialog opened={deed === "delete"} onClose={close} title={`Delete the limit ${name}?`} does="Delete" onConfirm={onDelete}>
        Nothing holds back what asks for its slots from then on.
      </ConfirmDialog>
    </>
  );
};
