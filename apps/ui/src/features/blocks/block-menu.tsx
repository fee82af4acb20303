import { Menu } from "@mantine/core";
import type { BlockDocument } from "@millrace/contract";
import { IconCopy, IconPencil } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { copyText } from "../../components/copy-text.ts";
import { ObjectMenu } from "../../components/object-menu.tsx";

interface Props {
  readonly block: BlockDocument;
  readonly onDeleted?: () => void;
}

/** What can be done to a block. */
export const BlockMenu = ({ block: { id, name: given }, onDeleted }: Props) => {
  const name = given ?? id;
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const remove = useChange({
    change: (api) => api.blockDocuments.delete({ id }),
    touches: ["blockDocuments", "blockTypes", "admin"],
    done: () => `Deleted ${name}`,
  });
  return (
    <>
      <ObjectMenu name={name} id={id} onDelete={() => setDeleting(true)}>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => void navigate({ to: "/blocks/block/$id/edit", params: { id } })}>
          Edit
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(name)}>
          Copy the name
        </Menu.Item>
      </ObjectMenu>
      <ConfirmDialog
        opened={isDeleting}
        onClose={() => setDeleting(false)}
        title={`Delete ${name}?`}
        does="Delete"
        onConfirm={async () => {
          await remove.mutateAsync();
          onDeleted?.();
        }}
      >
        Its values are gone, secrets among them, for every flow, deployment and block that uses it. There is no way back.
      </ConfirmDialog>
    </>
  );
};
