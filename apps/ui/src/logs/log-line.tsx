import { UnstyledButton } from "@mantine/core";
import type { Log } from "@millrace/contract";
import { IconArrowsVertical } from "@tabler/icons-react";
import { memo } from "react";
import type { LogClock } from "./log-clock.ts";
import { nameOfLevel } from "./log-levels.ts";
import { LogMessage } from "./log-message.tsx";
import classes from "./logs.module.css";

export interface LineLook {
  readonly clock: LogClock;
  readonly marker: RegExp | undefined;
  readonly nameOfTask: (id: string) => string | undefined;
}

interface Props {
  readonly line: Log;
  /** From 1; undefined for a line that only stands around another. */
  readonly number?: number;
  readonly look: LineLook;
  readonly onPick?: (line: Log) => void;
  readonly onAround?: ((line: Log) => void) | undefined;
}

const loggerOf = ({ name }: Log): string => name.replace(/^prefect\./, "");

/** One line: when, how grave, from where, what. Its number is a link to it. */
export const LogLine = memo(({ line, number, look: { clock, marker, nameOfTask }, onPick, onAround }: Props) => {
  const level = nameOfLevel(line.level);
  const task = line.task_run_id === null ? undefined : nameOfTask(line.task_run_id);
  return (
    <div className={classes.line} data-level={level} data-around={number === undefined || undefined}>
      {number === undefined ? (
        <span className={classes.number} aria-hidden="true" />
      ) : (
        <UnstyledButton className={classes.number} onClick={() => onPick?.(line)} tabIndex={-1} aria-label={`Link to line ${number}`}>
          {number}
        </UnstyledButton>
      )}
      <time className={classes.time} dateTime={line.timestamp}>
        {clock.time(line.timestamp)}
      </time>
      <span className={classes.level}>{level}</span>
      <span className={classes.origin} title={task === undefined ? line.name : `${line.name}, ${task}`}>
        {task ?? loggerOf(line)}
      </span>
      <span className={classes.message}>
        <LogMessage message={line.message} marker={marker} />
      </span>
      {onAround !== undefined && (
        <UnstyledButton className={classes.around} onClick={() => onAround(line)} tabIndex={-1} aria-label={`Lines around line ${number}`}>
          <IconArrowsVertical size={13} aria-hidden="true" />
        </UnstyledButton>
      )}
    </div>
  );
});
LogLine.displayName = "LogLine";
