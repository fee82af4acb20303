import { Switch } from "@mantine/core";
import type { GlobalConcurrencyLimit, TagConcurrencyLimit } from "@millrace/contract";
import { useChange } from "../../api/use-change.ts";
import { LimitDialog } from "./limit-dialog.tsx";
import { LimitMenu } from "./limit-menu.tsx";
import { TagLimitDialog } from "./tag-limit-dialog.tsx";

/** Whether the limit holds anybody back; the switch moves at once and back if the server refuses. */
export const LimitSwitch = ({ limit: { id, name, active } }: { readonly limit: GlobalConcurrencyLimit }) => {
  const change = useChange<boolean>({
    change: (api, next) => api.concurrencyLimits.update({ id_or_name: id, body: { active: next } }),
    touches: ["concurrencyLimits"],
    done: (_, isActive) => (isActive ? `${name} limits again` : `${name} lets everybody pass`),
    does: `Change ${name}`,
  });
  return (
    <Switch
      size="xs"
      aria-label={`${name} is active`}
      checked={change.isPending ? change.variables : active}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
};

interface GlobalProps {
  readonly limit: GlobalConcurrencyLimit;
  readonly onDeleted?: () => void;
}

export const GlobalLimitMenu = ({ limit, onDeleted }: GlobalProps) => {
  const { id, name } = limit;
  const reset = useChange({
    change: (api) => api.concurrencyLimits.update({ id_or_name: id, body: { active_slots: 0 } }),
    touches: ["concurrencyLimits"],
    done: () => `All slots of ${name} are free`,
  });
  const remove = useChange({
    change: (api) => api.concurrencyLimits.delete({ id_or_name: id }),
    touches: ["concurrencyLimits"],
    done: () => `Deleted ${name}`,
  });
  return (
    <LimitMenu
      name={name}
      id={id}
      renderEdit={(onClose) => <LimitDialog limit={limit} onClose={onClose} />}
      onReset={() => reset.mutateAsync()}
      onDelete={() => remove.mutateAsync().then(onDeleted)}
    />
  );
};

interface TagProps {
  readonly limit: TagConcurrencyLimit;
  readonly onDeleted?: () => void;
}

export const TagLimitMenu = ({ limit, onDeleted }: TagProps) => {
  const { id, tag } = limit;
  const reset = useChange({
    change: (api) => api.concurrencyLimits.resetForTag({ tag, body: {} }),
    touches: ["concurrencyLimits"],
    done: () => `All slots of ${tag} are free`,
  });
  const remove = useChange({
    change: (api) => api.concurrencyLimits.deleteForTag({ tag }),
    touches: ["concurrencyLimits"],
    done: () => `Deleted the limit of ${tag}`,
  });
  return (
    <LimitMenu
      name={tag}
      id={id}
      renderEdit={(onClose) => <TagLimitDialog limit={limit} onClose={onClose} />}
      onReset={() => reset.mutateAsync()}
      onDelete={() => remove.mutateAsync().then(onDeleted)}
    />
  );
};
