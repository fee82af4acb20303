import type { BulkAction } from "@millrace/contract";
import { type ReactNode, useState } from "react";
import type { Selection } from "../components/data-table/data-table.tsx";
import { useChoice } from "../components/many/use-choice.ts";
import type { FlowRunFilters } from "../query/flow-run-query.ts";
import type { BulkTarget } from "./bulk-actions.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";

interface Options {
  /** How many runs match. */
  readonly count: number;
  /** What they match, as things are now. */
  readonly filters: () => FlowRunFilters;
}

interface BulkChoice {
  readonly selection: Selection;
  /** What can be done with the chosen runs; undefined while none is chosen. */
  readonly bar: ReactNode | undefined;
  readonly dialog: ReactNode;
  /** Counts what has been done here: the list is then shown anew rather than held still. */
  readonly revision: number;
}

/** The choosing of runs in a list, and what is done with them together. */
export const useBulkChoice = ({ count, filters }: Options): BulkChoice => {
  const choice = useChoice<{ readonly action: BulkAction; readonly target: BulkTarget }>();
  const [wasStarted, setStarted] = useState(false);
  const chosen = [...choice.keys];
  const ask = (action: BulkAction): void => {
    setStarted(false);
    const target = choice.isAll
      ? { filters: filters(), count }
      : { filters: { flow_runs: { id: { any_: chosen } } }, count: chosen.length };
    choice.ask({ action, target });
  };
  return {
    selection: { keys: choice.keys, onChange: choice.choose },
    bar:
      chosen.length === 0 ? undefined : (
        <BulkBar
          chosen={chosen}
          isAll={choice.isAll}
          count={count}
          onAll={choice.chooseAll}
          onClear={() => choice.choose(new Set())}
          onAction={ask}
        />
      ),
    dialog: choice.pending !== undefined && (
      <BulkDialog {...choice.pending} onStarted={() => setStarted(true)} onClose={wasStarted ? choice.close : choice.leave} />
    ),
    revision: choice.revision,
  };
};
