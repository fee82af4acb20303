import { useState } from "react";

/** Rows that were chosen, and what is about to be done to them. `isAll` means all that match, on whatever page. */
export const useChoice = <Pending>() => {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const [pending, setPending] = useState<Pending>();
  const [revision, setRevision] = useState(0);
  const choose = (next: ReadonlySet<string>): void => {
    setKeys(next);
    setAll(false);
  };
  return {
    keys,
    isAll,
    pending,
    /** Counts what has been done here: the list is then shown anew rather than held still. */
    revision,
    choose,
    chooseAll: () => setAll(true),
    ask: (next: Pending) => setPending(next),
    leave: () => setPending(undefined),
    close: () => {
      setPending(undefined);
      setRevision(revision + 1);
      choose(new Set());
    },
  };
};
