import { printQuery, type Term } from "../../query/terms.ts";
import { choice, integer, searchParams, text, texts } from "../../url/search-params.ts";

type Raw = Readonly<Record<string, unknown>>;

const readAddress = searchParams(
  {
    kind: choice("flow", "task"),
    q: text,
    sort: text,
    page: integer,
    limit: integer,
    view: choice("list", "compact", "scatter"),
    from: text,
    to: text,
    window: text,
  },
  { start: "from", end: "to" },
);

/** What addresses of Prefect's pages say in parameters of their own (ui.md §1.2). */
const readOlder = searchParams(
  {
    tab: choice("flow-runs", "task-runs"),
    state: texts,
    flows: texts,
    deployments: texts,
    pools: texts,
    tags: texts,
    run: text,
    task: text,
    range: choice("past-hour", "past-24-hours", "past-7-days", "past-30-days", "today"),
    subflows: choice("true", "false"),
    taskPage: integer,
    taskLimit: integer,
    taskSort: text,
  },
  {
    "work-pools": "pools",
    "flow-run-search": "run",
    name: "run",
    "task-run-search": "task",
    "hide-subflows": "subflows",
    "task-runs-page": "taskPage",
    "task-runs-limit": "taskLimit",
    "task-runs-sort": "taskSort",
  },
);

export type RunsSearch = ReturnType<typeof readAddress>;

const windows = { "past-hour": "1h", "past-24-hours": "24h", "past-7-days": "7d", "past-30-days": "30d", today: "24h" } as const;

const is = (field: string, values: readonly string[] | undefined): readonly Term[] =>
  values === undefined || values.length === 0 ? [] : [{ field, values, isNegated: false }];

const given = (text: string | undefined): readonly string[] => (text === undefined || text === "" ? [] : [text]);

/** The search parameters of the list of runs. Older addresses are read as the query that means the same. */
export const readRunsSearch = (raw: Raw): RunsSearch => {
  const own = readAddress(raw);
  const older = readOlder(raw);
  const isTask = older.tab === "task-runs";
  const terms = [
    ...is("state", older.state),
    ...is("flow", older.flows),
    ...is("deployment", older.deployments),
    ...is("pool", older.pools),
    ...is("tag", older.tags),
    ...is("name", given(isTask ? older.task : older.run)),
    ...(older.subflows === "true" ? [{ field: "is", values: ["subflow"], isNegated: true }] : []),
  ];
  const q = [...given(own.q), ...given(printQuery(terms))].join(" ");
  const window = own.window ?? (older.range === undefined ? undefined : windows[older.range]);
  return {
    ...own,
    ...(q === "" ? {} : { q }),
    ...(window === undefined ? {} : { window }),
    ...(isTask ? { kind: "task", page: older.taskPage, limit: older.taskLimit, sort: older.taskSort } : {}),
  };
};
