import type { Log } from "@millrace/contract";
import type { LogBook } from "./log-book.ts";
import type { LineLook } from "./log-line.tsx";
import { LogRow } from "./log-row.tsx";
import classes from "./logs.module.css";
import type { LogList } from "./use-log-list.ts";
import type { Surroundings } from "./use-surroundings.ts";

interface Props {
  readonly book: LogBook;
  readonly list: LogList;
  readonly look: LineLook;
  readonly isWrapped: boolean;
  readonly picked: string | undefined;
  readonly onPick: (line: Log) => void;
  readonly surroundings: Surroundings | undefined;
}

/** The lines in sight, in a frame that scrolls as if all were there. */
export const LogLines = ({ book, list: { frame, rows, size }, look, isWrapped, picked, onPick, surroundings }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
  <section ref={frame} className={classes.frame} data-wrapped={isWrapped || undefined} aria-label="Log lines" tabIndex={0}>
    <ul style={{ height: rows.getTotalSize() }} className={classes.all}>
      {rows.getVirtualItems().map(({ index, start, key }) => (
        <li
          key={key}
          ref={rows.measureElement}
          data-index={index}
          aria-posinset={index + 1}
          aria-setsize={size}
          className={classes.row}
          style={{ transform: `translateY(${start}px)` }}
        >
          <LogRow
            index={index}
            line={book.lineAt(index)}
            before={book.lineAt(index - 1)}
            look={look}
            isPicked={picked !== undefined && book.lineAt(index)?.id === picked}
            onPick={onPick}
            surroundings={surroundings}
          />
        </li>
      ))}
    </ul>
  </section>
);
