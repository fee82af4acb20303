import type { TagConcurrencyLimit } from "@millrace/contract";
import { useChange } from "../../api/use-change.ts";
import { type LimitFields, LimitFormDialog } from "./limit-form.tsx";

interface Props {
  /** Undefined creates one. */
  readonly limit?: TagConcurrencyLimit;
  readonly onClose: () => void;
}

const texts = {
  name: "Tag",
  nameHint: "Task runs that carry it take a slot while they run.",
  nameMissing: "A limit needs a tag.",
  limitHint: "How many of them may run at once. 0 lets none run.",
};

/** Creates or changes the limit of a tag. A tag that has a limit gets another. */
export const TagLimitDialog = ({ limit, onClose }: Props) => {
  const save = useChange<LimitFields, TagConcurrencyLimit>({
    change: (api, { name, limit: slots }) => api.concurrencyLimits.createForTag({ body: { tag: name, concurrency_limit: slots } }),
    touches: ["concurrencyLimits"],
    done: ({ tag }) => `Limited the tag ${tag}`,
  });
  return (
    <LimitFormDialog
      title={limit === undefined ? "Limit a tag" : `Edit the limit of ${limit.tag}`}
      onClose={onClose}
      initial={limit && { name: limit.tag, limit: limit.concurrency_limit }}
      texts={texts}
      keepsName
      error={save.error}
      isBusy={save.isPending}
      onSave={(fields) => save.mutate(fields, { onSuccess: onClose })}
    />
  );
};
