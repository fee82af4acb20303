import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Flow } from "@millrace/contract";
import { IconCopy, IconDots, IconPlus, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { copyText } from "../../components/copy-text.ts";
import { DeleteFlowsDialog } from "./delete-flows-dialog.tsx";

interface Props {
  readonly flow: Flow;
  readonly onDeleted?: () => void;
}

export const FlowMenu = ({ flow, onDeleted }: Props) => {
  const { id, name } = flow;
  const navigate = useNavigate();
  const [isDeleting, dialog] = useDisclosure();
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={`More about ${name}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPlus size={15} />}
            onClick={() => void navigate({ to: "/deployments/create", search: { flow: name } })}
          >
            Create a deployment
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(id)}>
            Copy id
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={dialog.open}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteFlowsDialog flows={[flow]} opened={isDeleting} onClose={dialog.close} onDeleted={onDeleted} />
    </>
  );
};
