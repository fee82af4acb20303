import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useCallbackRef, useLocalStorage } from "@mantine/hooks";
import { IconAlertCircle, IconArrowBarToDown, IconBroadcast } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { useShortcut } from "../shortcuts/shortcuts-context.tsx";
import { createLogClock } from "./log-clock.ts";
import { LogFilters } from "./log-filters.tsx";
import type { LineLook } from "./log-line.tsx";
import { LogLines } from "./log-lines.tsx";
import { LogMenu } from "./log-menu.tsx";
import type { LogPlace } from "./log-order.ts";
import { isUnfiltered, type LogQuery, type LogScope, wordsOf } from "./log-query.ts";
import type { ChangeLogSearch, LogSearch } from "./log-search.ts";
import { LogSearchBox } from "./log-search-box.tsx";
import classes from "./logs.module.css";
import { createMarker } from "./split-line.ts";
import { useJumps } from "./use-jumps.ts";
import { useLineKeys } from "./use-line-keys.ts";
import { useLogBook } from "./use-log-book.ts";
import { useLogFacets } from "./use-log-facets.ts";
import { useLogList } from "./use-log-list.ts";
import { useMatchCount } from "./use-match-count.ts";
import { useSaveLog } from "./use-save-log.ts";
import { useSurroundings } from "./use-surroundings.ts";

export interface LogWorkbenchProps {
  readonly scope: LogScope;
  /** What downloads are named after. */
  readonly name: string;
  /** Whether more lines may come; the end is then shown first. */
  readonly isRunning: boolean;
  readonly search: LogSearch;
  readonly onSearch: ChangeLogSearch;
  /** The line that the address leads to. */
  readonly line: LogPlace | undefined;
  readonly onLine: (line: LogPlace) => void;
}

/** All lines that runs have written, however many: to read, follow, find and take away. */
export const LogWorkbench = (props: LogWorkbenchProps) => {
  const { scope, search, onSearch, line, onLine, isRunning } = props;
  const { q = "", only = false, level, logger, task } = search;
  const query: LogQuery = { text: only ? q : "", level, logger, task };
  const [isFollowing, setFollowing] = useState(isRunning && line === undefined);
  const [isWrapped, setWrapped] = useLocalStorage({ key: "millrace.log.wrap", defaultValue: true, getInitialValueInEffect: false });
  const logs = useLogBook({ scope, query, isRunning, fromEnd: isFollowing });
  const { book, source, isLive } = logs;
  const list = useLogList({ book, isFollowing, onFollow: setFollowing });
  const facets = useLogFacets(source, scope, isUnfiltered(query) ? book.size : undefined);
  const matches = useMatchCount(source, scope, { ...query, text: q });
  const jumps = useJumps({ scope, query, text: q, logs, list, line, onLine: leave(setFollowing, onLine) });
  const save = useSaveLog({ source, scope, query, name: props.name });
  const around = useSurroundings(source, scope);
  const surroundings = isUnfiltered(query) ? undefined : around;
  const pick = useCallbackRef(leave(setFollowing, onLine));
  useLineKeys({ book, list, line, onLine: pick, surroundings });
  const box = useRef<HTMLInputElement | null>(null);
  useShortcut({ keys: "/", does: "Find in the log", run: () => box.current?.focus() });
  useShortcut({ keys: "f", does: "Follow the end of the log", run: () => setFollowing(!isFollowing) });
  const names = useMemo(() => new Map(facets?.task_runs.map(({ task_run_id, name }) => [task_run_id, name ?? undefined])), [facets]);
  const nameOfTask = useCallback((id: string) => names.get(id), [names]);
  const look = useLook(q, nameOfTask);
  const find = useCallbackRef(jumps.findText);
  return (
    <section className={classes.workbench} aria-label="Log">
      <div className={classes.toolbar}>
        <LogSearchBox search={search} onSearch={onSearch} matches={matches} onFind={find} box={box} />
        <LogFilters facets={facets} search={search} onSearch={onSearch} hasTasks={"flowRunId" in scope} nameOfTask={nameOfTask} />
        <span className={classes.spacer} />
        <Tooltip label="Next error (e)">
          <ActionIcon aria-label="Next error (e)" onClick={() => jumps.findError("next")}>
            <IconAlertCircle size={16} />
          </ActionIcon>
        </Tooltip>
        <FollowButton isFollowing={isFollowing} isRunning={isRunning} onFollow={setFollowing} toEnd={list.scrollToEnd} />
        <LogMenu isWrapped={isWrapped} onWrap={setWrapped} save={save} />
      </div>
      {book.error === undefined ? null : <ErrorCard error={book.error} onRetry={() => void book.start({ fromEnd: isFollowing })} />}
      <LogLines book={book} list={list} look={look} isWrapped={isWrapped} picked={line?.id} onPick={pick} surroundings={surroundings} />
      {book.size === 0 && <NoLines isFiltered={!isUnfiltered(query)} isRunning={isRunning} onSearch={onSearch} />}
      <LogFoot size={book.size} zone={look.clock.zone} isLive={isLive && isRunning} />
    </section>
  );
};

/** Whoever goes to a line no longer follows the end. */
const leave = (setFollowing: (isFollowing: boolean) => void, onLine: (line: LogPlace) => void) => (line: LogPlace) => {
  setFollowing(false);
  onLine(line);
};

const useLook = (text: string, nameOfTask: LineLook["nameOfTask"]): LineLook => {
  const [{ zone, clock }] = usePreferences();
  const logClock = useMemo(() => createLogClock({ zone, clock }), [zone, clock]);
  const marker = useMemo(() => createMarker(wordsOf(text)), [text]);
  return useMemo(() => ({ clock: logClock, marker, nameOfTask }), [logClock, marker, nameOfTask]);
};

interface FollowProps {
  readonly isFollowing: boolean;
  readonly isRunning: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
  readonly toEnd: () => void;
}

const FollowButton = ({ isFollowing, isRunning, onFollow, toEnd }: FollowProps) =>
  isRunning ? (
    <Button
      variant={isFollowing ? "light" : "default"}
      aria-pressed={isFollowing}
      leftSection={<IconBroadcast size={15} />}
      onClick={() => onFollow(!isFollowing)}
    >
      Follow
    </Button>
  ) : (
    <Tooltip label="To the end">
      <ActionIcon aria-label="To the end" onClick={toEnd}>
        <IconArrowBarToDown size={16} />
      </ActionIcon>
    </Tooltip>
  );

const NoLines = ({
  isFiltered,
  isRunning,
  onSearch,
}: {
  readonly isFiltered: boolean;
  readonly isRunning: boolean;
  readonly onSearch: ChangeLogSearch;
}) =>
  isFiltered ? (
    <EmptyState
      title="No line matches"
      action={
        <Button
          variant="default"
          onClick={() =>
            onSearch({ q: undefined, only: undefined, level: undefined, logger: undefined, task: undefined }, { replace: false })
          }
        >
          Show all lines
        </Button>
      }
    />
  ) : (
    <EmptyState title={isRunning ? "No lines yet" : "This run wrote no log"}>
      {isRunning ? "They appear here as the run writes them." : "Lines come from the run's logger, or from print where that is captured."}
    </EmptyState>
  );

const LogFoot = ({ size, zone, isLive }: { readonly size: number | undefined; readonly zone: string; readonly isLive: boolean }) => (
  <div className={classes.foot}>
    <span>{size === undefined ? "Loading…" : `${size.toLocaleString("en")} ${size === 1 ? "line" : "lines"}`}</span>
    {isLive && <span>New lines appear by themselves</span>}
    <span>Times in {zone}</span>
  </div>
);
