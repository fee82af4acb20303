import { Menu, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { WorkPool } from "@millrace/contract";
import { IconBolt, IconPencil } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useChange } from "../../api/use-change.ts";
import { ObjectMenu } from "../../components/object-menu.tsx";
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
      <ObjectMenu name={name} id={pool.id} onDelete={dialog.open}>
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
      </ObjectMenu>
      <DeletePoolDialog name={name} opened={isDeleting} onClose={dialog.close} onDeleted={onDeleted} />
    </>
  );
};
