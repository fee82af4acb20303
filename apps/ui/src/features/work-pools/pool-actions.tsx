import { ActionIcon, Menu, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { WorkPool } from "@millrace/contract";
import { IconBolt, IconCopy, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useChange } from "../../api/use-change.ts";
import { copyText } from "../../components/copy-text.ts";
import { DeletePoolDialog } from "./delete-pool-dialog.tsx";
import { notReadyTrigger } from "./not-ready-trigger.ts";

/** Whether workers get runs of the pool; the switch moves at once and back if the server refuses. */
export const PoolSwitch = ({ pool }: { readonly pool: Pick<WorkPool, "name" | "is_paused"> }) => {
  const { name } = pool;
  const pause = useChange<boolean>({
    change: (api, is_paused) => api.workPools.update({ name, body: { is_paused } }),
    touches: ["workPools", "uiOverview"],
    done: (_, isPaused) => (isPaused ? `Paused ${name}: its runs wait` : `Resumed ${name}`),
    does: `Change ${name}`,
  });
  const isPaused = pause.isPending ? pause.variables : pool.is_paused;
  return (
    <Switch
      size="xs"
      aria-label={`${name} hands out runs`}
      checked={!isPaused}
      disabled={pause.isPending}
      onChange={(event) => pause.mutate(!event.currentTarget.checked)}
    />
  );
};

interface Props {
  readonly pool: WorkPool;
  /** After it is gone. */
  readonly onDeleted?: () => void;
}

export const PoolMenu = ({ pool, onDeleted }: Props) => {
  const { name } = pool;
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
            leftSection={<IconPencil size={15} />}
            onClick={() => void navigate({ to: "/work-pools/work-pool/$name/edit", params: { name } })}
          >
            Edit
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBolt size={15} />}
            onClick={() => void navigate({ to: "/automations/create", search: { trigger: notReadyTrigger("work-pool", pool.id) } })}
          >
            Automate
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(pool.id)}>
            Copy id
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={dialog.open}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeletePoolDialog name={name} opened={isDeleting} onClose={dialog.close} onDeleted={onDeleted} />
    </>
  );
};
