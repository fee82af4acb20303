import { UnstyledButton } from "@mantine/core";
import type { Log } from "@millrace/contract";
import { type LineLook, LogLine } from "./log-line.tsx";
import classes from "./logs.module.css";
import type { Surroundings } from "./use-surroundings.ts";

interface Props {
  readonly index: number;
  /** Undefined while it loads. */
  readonly line: Log | undefined;
  /** The line before, if it is known: a new day is said between them. */
  readonly before: Log | undefined;
  readonly look: LineLook;
  readonly isPicked: boolean;
  readonly onPick: (line: Log) => void;
  /** Where lines are left out: shows those around a line. */
  readonly surroundings: Surroundings | undefined;
}

const isNewDay = ({ index, line, before, look: { clock } }: Props): boolean =>
  line !== undefined && (index === 0 || (before !== undefined && clock.day(before.timestamp) !== clock.day(line.timestamp)));

const Around = ({ lines, look }: { readonly lines: readonly Log[]; readonly look: LineLook }) =>
  lines.map((line) => <LogLine key={line.id} line={line} look={look} />);

/** A place in the list: its line, and what belongs around it. */
export const LogRow = (props: Props) => {
  const { index, line, look, isPicked, onPick, surroundings } = props;
  if (line === undefined) return <div className={classes.line} data-loading />;
  const around = surroundings?.of(line);
  return (
    <>
      {isNewDay(props) && <div className={classes.day}>{look.clock.day(line.timestamp)}</div>}
      {around !== undefined && <Around lines={around.before} look={look} />}
      <div data-picked={isPicked || undefined} className={classes.place}>
        <LogLine line={line} number={index + 1} look={look} onPick={onPick} onAround={surroundings?.more} />
      </div>
      {around !== undefined && (
        <>
          <Around lines={around.after} look={look} />
          <UnstyledButton className={classes.less} onClick={() => surroundings?.close(line)}>
            Hide the lines around it
          </UnstyledButton>
        </>
      )}
    </>
  );
};
