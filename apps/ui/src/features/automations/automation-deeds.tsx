import { Menu, Switch } from "@mantine/core";
import type { Automation } from "@millrace/contract";
import { IconCopyPlus, IconPencil } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ObjectMenu } from "../../components/object-menu.tsx";

/** Switches an automation on and off. */
export const AutomationSwitch = ({ automation: { id, name, enabled } }: { readonly automation: Automation }) => {
  const change = useChange<boolean>({
    change: (api, wanted) => api.automations.setEnabled({ id, body: { enabled: wanted } }),
    touches: ["automations"],
    done: (_, wanted) => (wanted ? `Enabled ${name}` : `Disabled ${name}`),
    does: `Change ${name}`,
  });
  return (
    <Switch
      size="sm"
      aria-label={`${name} is enabled`}
      checked={change.isPending ? change.variables : enabled}
      onChange={({ currentTarget: { checked } }) => change.mutate(checked)}
    />
  );
};

interface Props {
  readonly automation: Automation;
  readonly onDeleted?: () => void;
}

/** What else can be done to an automation. */
export const AutomationMenu = ({ automation: { id, name }, onDeleted }: Props) => {
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const remove = useChange({
    change: (api) => api.automations.delete({ id }),
    touches: ["automations"],
    done: () => `Deleted ${name}`,
  });
  return (
    <>
      <ObjectMenu name={name} id={id} onDelete={() => setDeleting(true)}>
        <Menu.Item
          leftSection={<IconPencil size={15} />}
          onClick={() => void navigate({ to: "/automations/automation/$id/edit", params: { id } })}
        >
          Edit
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopyPlus size={15} />}
          onClick={() => void navigate({ to: "/automations/create", search: { from: id } })}
        >
          Duplicate
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
        Its trigger is watched no more, and none of its actions follow. There is no way back; to stop it for a while, disable it.
      </ConfirmDialog>
    </>
  );
};
