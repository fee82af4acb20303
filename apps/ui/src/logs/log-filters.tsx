import { NativeSelect } from "@mantine/core";
import type { LogFacets } from "@millrace/contract";
import { memo } from "react";
import { logLevels } from "./log-levels.ts";
import type { ChangeLogSearch, LogSearch } from "./log-search.ts";
import classes from "./logs.module.css";

interface Props {
  readonly facets: LogFacets | undefined;
  readonly search: LogSearch;
  readonly onSearch: ChangeLogSearch;
  /** Of task runs, where there is more than one. */
  readonly hasTasks: boolean;
  readonly nameOfTask: (id: string) => string | undefined;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

const countOf = (facets: LogFacets | undefined, least: number): number | undefined =>
  facets?.levels.filter(({ level }) => level >= least).reduce((sum, { count }) => sum + count, 0);

const withCount = (label: string, count: number | undefined): string =>
  count === undefined ? label : `${label} (${count.toLocaleString("en")})`;

const levelChoices = (facets: LogFacets | undefined): readonly Choice[] => [
  { value: "", label: withCount("All levels", facets?.total) },
  ...logLevels.slice(1).map(({ level, name }) => ({
    value: String(level),
    label: withCount(name === "Critical" ? name : `${name} or worse`, countOf(facets, level)),
  })),
];

const loggerChoices = (facets: LogFacets | undefined): readonly Choice[] => [
  { value: "", label: "All loggers" },
  ...(facets?.loggers ?? []).map(({ name, count }) => ({ value: name, label: withCount(name, count) })),
];

const taskChoices = ({ facets, nameOfTask }: Props): readonly Choice[] => [
  { value: "", label: "Flow and tasks" },
  ...(facets?.task_runs ?? []).map(({ task_run_id: id, name, count, errors }) => ({
    value: id ?? "none",
    label: withCount(id === null ? "Flow alone" : (name ?? nameOfTask(id) ?? id), count) + (errors > 0 ? ` – ${errors} errors` : ""),
  })),
];

/** What the address asks for stays among the choices, whether it was counted or not. */
const withChosen = (choices: readonly Choice[], value: string | undefined): Choice[] =>
  value === undefined || choices.some((choice) => choice.value === value) ? [...choices] : [...choices, { value, label: value }];

/** Narrows the lines by what was counted. */
export const LogFilters = memo((props: Props) => {
  const { facets, search, onSearch, hasTasks } = props;
  const { level, logger, task } = search;
  const given = (text: string): string | undefined => (text === "" ? undefined : text);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label="Least level"
        className={classes.filter ?? ""}
        data={withChosen(levelChoices(facets), level === undefined ? undefined : String(level))}
        value={level === undefined ? "" : String(level)}
        onChange={({ currentTarget: { value } }) => onSearch({ level: value === "" ? undefined : Number(value) }, { replace: false })}
      />
      <NativeSelect
        size="xs"
        aria-label="Logger"
        title="Lines of this logger, and those that name it"
        className={classes.filter ?? ""}
        data={withChosen(loggerChoices(facets), logger)}
        value={logger ?? ""}
        onChange={({ currentTarget: { value } }) => onSearch({ logger: given(value) }, { replace: false })}
      />
      {hasTasks && (
        <NativeSelect
          size="xs"
          aria-label="Task run"
          className={classes.filter ?? ""}
          data={withChosen(taskChoices(props), task)}
          value={task ?? ""}
          onChange={({ currentTarget: { value } }) => onSearch({ task: given(value) }, { replace: false })}
        />
      )}
    </>
  );
});
LogFilters.displayName = "LogFilters";
