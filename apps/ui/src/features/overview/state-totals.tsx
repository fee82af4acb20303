import type { StateCount, StateType } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import { StateIcon } from "../../components/state-badge.tsx";
import { stateLabel } from "../../components/state-looks.ts";
import classes from "./overview.module.css";

/** What needs a look first, then what goes on, then what is over. */
const order: readonly StateType[] = [
  "FAILED",
  "CRASHED",
  "RUNNING",
  "PENDING",
  "CANCELLING",
  "PAUSED",
  "SCHEDULED",
  "COMPLETED",
  "CANCELLED",
];

/** Runs by the type of their state, with the names that are not just the type's. */
export const countTypes = (states: readonly StateCount[]) =>
  order.flatMap((type) => {
    const own = states.filter(({ state_type }) => state_type === type);
    const count = own.reduce((sum, state) => sum + state.count, 0);
    const names = own.filter(({ state_name }) => state_name !== stateLabel(type)).map((state) => `${state.count} ${state.state_name}`);
    return count === 0 ? [] : [{ type, count, names }];
  });

interface Props {
  readonly states: readonly StateCount[];
  /** The search parameters of the list of runs of such a type; undefined where no list shows just them. */
  readonly searchOf: ((type: StateType) => { readonly kind?: "task"; readonly q: string }) | undefined;
  /** Types that stand out. */
  readonly marked?: readonly string[];
}

const Total = ({ type, count }: { readonly type: StateType; readonly count: number }) => (
  <>
    <StateIcon type={type} size={15} />
    <b>{count.toLocaleString("en")}</b> {stateLabel(type)}
  </>
);

/** How many runs are in states of each type; each number leads to its runs. */
export const StateTotals = ({ states, searchOf, marked = [] }: Props) => (
  <ul className={classes.totals} aria-label="By state">
    {countTypes(states).map(({ type, count, names }) => (
      <li key={type} title={names.join(", ")}>
        {searchOf === undefined ? (
          <span className={classes.total}>
            <Total type={type} count={count} />
          </span>
        ) : (
          <AppLink
            to="/runs"
            search={searchOf(type)}
            className={classes.total ?? ""}
            underline="never"
            aria-current={marked.includes(type) || undefined}
          >
            <Total type={type} count={count} />
          </AppLink>
        )}
      </li>
    ))}
  </ul>
);
