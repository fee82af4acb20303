import type { BulkSubject } from "@millrace/contract";
import { type ReactNode, useState } from "react";
import type { Selection } from "../components/data-table/data-table.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import type { BulkDeed } from "./bulk-deeds.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { BulkFilters, BulkTarget } from "./bulk-order.ts";

interface Options {
  readonly subject: BulkSubject;
  /** How many match. */
  readonly count: number;
  /** What they match, as things are now. */
  readonly filters: () => BulkFilters;
}

interface BulkChoice {
  readonly selection: Selection;
  /** What can be done with the chosen rows; undefined while none is chosen. */
  readonly bar: ReactNode | undefined;
  readonly dialog: ReactNode;
  /** Counts what has been done here: the list is then shown anew rather than held still. */
  readonly revision: number;
}

interface Pending {
  readonly deed: BulkDeed;
  readonly target: BulkTarget;
  readonly wasStarted?: boolean;
}

const none: ReadonlySet<string> = new Set();

/** The choosing of rows in a list, or of all that match on whatever page, and what is done with them together. */
export const useBulkChoice = ({ subject, count, filters }: Options): BulkChoice => {
  const [keys, setKeys] = useState(none);
  const [isAll, setAll] = useState(false);
  const [pending, setPending] = useState<Pending>();
  const [revision, setRevision] = useState(0);
  const chosen = [...keys];
  const choose = (next: ReadonlySet<string>): void => {
    setKeys(next);
    setAll(false);
  };
  const ask = (deed: BulkDeed): void =>
    setPending({
      deed,
      target: isAll ? { filters: filters(), count } : { filters: { [subject]: { id: { any_: chosen } } }, count: chosen.length },
    });
  const close = (): void => {
    if (pending?.wasStarted) {
      setRevision(revision + 1);
      choose(none);
    }
    setPending(undefined);
  };
  const bar = (
    <BulkBar
      subject={subject}
      chosen={chosen}
      isAll={isAll}
      count={count}
      onDeed={ask}
      onAll={() => setAll(true)}
      onClear={() => choose(none)}
    />
  );
  return {
    selection: { keys, onChange: choose },
    bar: chosen.length === 0 ? undefined : bar,
    dialog: pending !== undefined && (
      <BulkDialog
        deed={pending.deed}
        target={pending.target}
        onStarted={() => setPending({ ...pending, wasStarted: true })}
        onClose={close}
      />
    ),
    revision,
  };
};
