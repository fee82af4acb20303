import type { StateType } from "@millrace/contract";
import classes from "./state-badge.module.css";
import { iconOfState, stateColor, stateLabel } from "./state-looks.ts";

interface Props {
  /** Null for a run that has no state yet. */
  readonly type: StateType | null | undefined;
  readonly name?: string | null | undefined;
  readonly size?: "sm" | "md";
}

/** The state of a run: icon, name and colour. */
export const StateBadge = ({ type, name, size = "sm" }: Props) => {
  if (type === null || type === undefined) return <span className={classes.badge}>No state</span>;
  const Icon = iconOfState(type, name);
  const style = { color: stateColor(type, "text", name), background: stateColor(type, "ground", name) };
  return (
    <span className={classes.badge} data-size={size} data-state={type} style={style}>
      <Icon size={size === "sm" ? 13 : 16} stroke={2} aria-hidden="true" />
      {name ?? stateLabel(type)}
    </span>
  );
};

/** The icon alone, for dense places; its name is read out. */
export const StateIcon = ({
  type,
  name,
  size = 16,
}: {
  readonly type: StateType;
  readonly name?: string | null;
  readonly size?: number;
}) => {
  const Icon = iconOfState(type, name);
  return <Icon size={size} stroke={2} color={stateColor(type, undefined, name)} role="img" aria-label={name ?? stateLabel(type)} />;
};
