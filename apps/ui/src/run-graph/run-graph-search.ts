import type { StateType } from "@millrace/contract";
import { stateCodes } from "./model/state-codes.ts";

/** What the page's address says of a run graph. */
export interface RunGraphSearch {
  /** The selected task or subflow run. */
  readonly node?: string | undefined;
  /** The subflow runs whose inside is shown. */
  readonly open?: readonly string[] | undefined;
  /** The shown time, as instants. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `task` or `none`; unless told, many runs are grouped. */
  readonly group?: string | undefined;
  readonly q?: string | undefined;
  /** Types of states to show. */
  readonly states?: readonly string[] | undefined;
  /** Shows the critical path. */
  readonly path?: boolean | undefined;
  /** Hides idle times. */
  readonly compact?: boolean | undefined;
}

export type ChangeSearch = (change: RunGraphSearch, how: { readonly replace: boolean }) => void;

export const isStateType = (text: string): text is StateType => Object.hasOwn(stateCodes, text);
