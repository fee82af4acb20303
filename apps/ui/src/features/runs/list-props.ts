import type { RunScope } from "./run-scope.ts";
import type { RunsSearch } from "./runs-search.ts";

/** What the lists of runs are given by their page. */
export interface ListProps {
  readonly scope: RunScope;
  readonly search: RunsSearch;
  /** Puts changes into the address. */
  readonly onSearch: (changes: RunsSearch) => void;
  readonly onQuery: (query: string) => void;
}
