import type { StateType } from "@millrace/contract";
import { iconOfState, stateColor } from "../components/state-looks.ts";
import classes from "./run-graph.module.css";

/** The sign of a state in its colour, for where its name stands beside it or is read out already. */
export const StateMark = ({ type, size = 15 }: { readonly type: StateType; readonly size?: number }) => {
  const Icon = iconOfState(type);
  return <Icon aria-hidden className={classes.mark} color={stateColor(type, "text")} size={size} stroke={2} />;
};
