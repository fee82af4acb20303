/** A log: one line that a run wrote. Its level is a number, 20 for information and 40 for an error; its time is the writer's clock. */
import { Between, IdIn, ids, member, operator, TextSearch } from "./filters/members.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Closed,
  Default,
  Instant,
  Integer,
  List,
  Null,
  Nullable,
  OneOf,
  Open,
  Optional,
  Parameters,
  type Parsed,
  Prose,
  type Static,
  stored,
  Text,
  Uuid,
} from "./schema.ts";

export const Log = Open({
  ...stored,
  name: Text,
  level: Integer,
  message: Text,
  timestamp: Instant,
  flow_run_id: Nullable(Uuid),
  task_run_id: Nullable(Uuid),
});
export type Log = Parsed<typeof Log>;

export const CreateLog = Closed({
  name: Prose,
  level: Integer,
  message: Prose,
  timestamp: Instant,
  flow_run_id: Default(Nullable(Uuid), null),
  task_run_id: Default(Nullable(Uuid), null),
});
export type CreateLog = Parsed<typeof CreateLog>;
export type CreateLogInput = Static<typeof CreateLog>;

const level = Optional(Nullable(Integer));

export const LogFilter = Closed({
  operator,
  level: member(Closed({ ge_: level, le_: level })),
  timestamp: member(Between),
  flow_run_id: member(IdIn),
  task_run_id: member(Closed({ any_: ids, is_null_: Optional(Nullable(Bool)) })),
  text: member(TextSearch),
});
export type LogFilter = Parsed<typeof LogFilter>;
export type LogFilterInput = Static<typeof LogFilter>;

export const LogSort = OneOf("TIMESTAMP_ASC", "TIMESTAMP_DESC");
export type LogSort = Parsed<typeof LogSort>;

export const logRoutes = {
  create: route.post("/logs/", { body: List(CreateLog), replies: { 201: Null } }),
  list: route.post("/logs/filter", {
    access: "read",
    body: Parameters({ logs: member(LogFilter), sort: Default(LogSort, "TIMESTAMP_ASC"), limit, offset }),
    replies: { 200: List(Log) },
  }),
} as const;
