import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { stateColor, stateLabel } from "../../components/state-looks.ts";
import { typeOfCode } from "../model/state-codes.ts";
import { StateMark } from "../state-mark.tsx";
import classes from "./dependencies.module.css";

/** What a box shows: one run, or several of a task. */
export interface BoxData extends Record<string, unknown> {
  readonly clusterKey: string;
  /** The first of its nodes, and how many they are. */
  readonly first: number;
  readonly size: number;
  readonly label: string;
  readonly figure: string;
  /** The worst state, and how many are in each. */
  readonly code: number;
  readonly counts: readonly number[];
  readonly isSelected: boolean;
  readonly isDimmed: boolean;
  readonly isCritical: boolean;
  readonly onExpand: (key: string) => void;
}

export type BoxNode = Node<BoxData, "cluster">;

export const boxWidth = 212;
export const boxHeight = 46;

/** One run, or runs of one task that stand together. */
export const ClusterBox = ({ data }: NodeProps<BoxNode>) => {
  const { label, figure, size, code, counts, isSelected, isDimmed, isCritical } = data;
  const type = typeOfCode(code);
  return (
    <div
      className={classes.box}
      data-critical={isCritical || undefined}
      data-dimmed={isDimmed || undefined}
      data-selected={isSelected || undefined}
      data-stack={size > 1 || undefined}
      style={{ width: boxWidth, height: boxHeight }}
    >
      <Handle className={classes.handle} isConnectable={false} position={Position.Left} type="target" />
      {size > 1 ? <StatePie counts={counts} /> : <StateMark type={type} />}
      <div className={classes.words}>
        <div className={classes.label} title={label}>
          {label}
        </div>
        <div className={classes.figure}>
          {size > 1 ? `${size.toLocaleString("en")} runs · ${figure} · open` : `${stateLabel(type)} · ${figure}`}
        </div>
      </div>
      <Handle className={classes.handle} isConnectable={false} position={Position.Right} type="source" />
    </div>
  );
};

const radius = 8;

/** How many are in which state, as a ring. */
const StatePie = ({ counts }: { readonly counts: readonly number[] }) => {
  const sum = counts.reduce((total, count) => total + count, 0);
  const around = 2 * Math.PI * radius;
  let before = 0;
  return (
    <svg aria-hidden className={classes.pie} height={22} viewBox="-11 -11 22 22" width={22}>
      {counts.map((count, code) => {
        const offset = before;
        before += count;
        const type = typeOfCode(code);
        return count === 0 ? null : (
          <circle
            fill="none"
            key={type}
            r={radius}
            stroke={stateColor(type)}
            strokeDasharray={`${(count / sum) * around} ${around}`}
            strokeDashoffset={(-offset / sum) * around}
            strokeWidth={6}
            transform="rotate(-90)"
          />
        );
      })}
    </svg>
  );
};
