import { Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Flow } from "@millrace/contract";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { ObjectMenu } from "../../components/object-menu.tsx";
import { DeleteFlowDialog } from "./delete-flow-dialog.tsx";

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
      <ObjectMenu name={name} id={id} onDelete={dialog.open}>
        <Menu.Item
          leftSection={<IconPlus size={15} />}
          onClick={() => void navigate({ to: "/deployments/create", search: { flow: name } })}
        >
          Create a deployment
        </Menu.Item>
      </ObjectMenu>
      <DeleteFlowDialog flow={flow} opened={isDeleting} onClose={dialog.close} onDeleted={onDeleted} />
    </>
  );
};
