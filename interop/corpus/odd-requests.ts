import { type Exchange, moment, nowhere } from "./exchange.ts";

const types = ["SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING", "CANCELLED", "COMPLETED", "FAILED", "CRASHED"];

/** From every state to every other, for flow runs and for task runs. Answers tell the rules; what a pause leaves behind differs on purpose. */
const walks: readonly Exchange[] = types.flatMap((from) => [
  ["POST /flow_runs/", { flow_id: "$odd", name: `walk-${from}` }, "walk"],
  ["POST /task_runs/", { task_key: "walk", dynamic_key: from, name: `walk-${from}` }, "step"],
  ...types.flatMap((to): readonly Exchange[] => [
    ["POST /flow_runs/$walk/set_state", { state: { type: from }, force: true }],
    ["POST /flow_runs/$walk/set_state", { state: { type: to, name: `To${to}`, message: "über ☃" } }],
    ["POST /task_runs/$step/set_state", { state: { type: from }, force: true }],
    ["POST /task_runs/$step/set_state", { state: { type: to } }],
  ]),
  ["DELETE /flow_runs/$walk"],
  ["DELETE /task_runs/$step"],
]);

const crons = ["@daily", "@reboot", "0 0 31 2 *", "*/5 * * * * *", "0 0 * * 7", "0 0 L * *", "0 0 * * 5L", "0 0 * * 2#3", "5-1 * * * *"];
const zones = ["EST", "", "utc", "+05:00", "Asia/Calcutta", "europe/berlin", "Europe/BERLIN", "PST", "Asia/CALCUTTA"];
const intervals = [
  "P1M",
  "P1Y",
  "P1DT",
  "1 day",
  "2 days, 3:04:05",
  "1D",
  "25:00:00",
  "00:60:00",
  "60",
  "p1d",
  1e20,
  5e-7,
  1e-7,
  true,
  null,
];
const rules = [
  "FREQ=DAILY;COUNT=3",
  "DTSTART;TZID=Europe/Paris:20300101T000000\nRRULE:FREQ=DAILY",
  "FREQ=DAILY\nFREQ=WEEKLY",
  "freq=daily",
  "",
];
const schedules: readonly unknown[] = [
  ...crons.map((cron) => ({ cron })),
  ...zones.map((timezone) => ({ cron: "0 9 * * *", timezone })),
  ...intervals.map((interval) => ({ interval, anchor_date: moment })),
  ...rules.map((rrule) => ({ rrule })),
  { cron: "0 9 * * *", interval: 60 },
  { interval: 3600, anchor_date: "2020-01-01" },
  ...["20200101T101500Z", "2020-02", "2020-002T10+0200", "2020-W01-5T10:15", "2020-01-01_10:15:30,5"].map((anchor_date) => ({
    interval: "00:30:00,5",
    anchor_date,
  })),
  { interval: 3600, anchor_date: "2020-01-01T00:00:00+02:00", timezone: "America/New_York" },
  {},
  null,
  60,
];

const formats = ["date-time", "date", "time", "email", "uuid", "ipv4", "ipv6", "regex", "json-pointer", "uri", "duration", "of our own"];
const texts = ["nope [(", "", "2020-01-01T00:00:00Z", "2020-01-01", "2020-02-30", "10:00:00Z", "a@b", "1.2.3.4", "::1", "/a", `${nowhere}`];
const formatted: readonly Exchange[] = formats.flatMap((format) =>
  texts.map(
    (text): Exchange => ["POST /ui/schemas/validate", { schema: { properties: { a: { type: "string", format } } }, values: { a: text } }],
  ),
);

const runDeployment = (action: object): Exchange => [
  "POST /automations/",
  { name: "odd", enabled: false, trigger: { type: "event", posture: "Reactive" }, actions: [{ type: "run-deployment", ...action }] },
];

/** Requests that are unusual rather than wrong. */
export const oddRequests: readonly Exchange[] = [
  ["POST /flows/", { name: "odd", tags: ["ü", "a b", "quote'\"", ""], labels: { a: "1", b: 1, c: 1.5, d: true, e: 1e30 } }, "odd"],
  ["GET /flows/$odd"],
  ["POST /flows/filter", { flows: { tags: { all_: ["quote'\""] } } }],
  ["POST /flows/filter", { limit: "2", sort: "NAME_ASC" }],
  ["POST /flows/filter", { limit: 2.5 }],
  ["POST /flows/filter", { flows: { operator: "xor_" } }],
  ["POST /flows/filter", { flows: { operator: null } }],
  ...schedules.map(
    (schedule, place): Exchange => [
      "POST /deployments/",
      { flow_id: "$odd", name: `odd-${place}`, paused: true, schedules: [{ schedule, active: false, slug: "s" }] },
    ],
  ),
  [
    "POST /deployments/",
    { flow_id: "$odd", name: "odd", paused: true, schedules: [{ schedule: { cron: "0 9 * * *" }, slug: "a" }] },
    "plan",
  ],
  ["PATCH /deployments/$plan", { schedules: [] }],
  ["PATCH /deployments/$plan", { schedules: [{ slug: "new", schedule: { interval: 60 }, active: false }] }],
  ["PATCH /deployments/$plan", { schedules: [{ slug: "new", active: false }] }],
  ["PATCH /deployments/$plan", { schedules: [{ slug: "none", active: false }] }],
  ["PATCH /deployments/$plan", { parameters: null, tags: null }],
  ["GET /deployments/$plan"],
  runDeployment({ deployment_id: nowhere }),
  runDeployment({ deployment_id: nowhere, job_variables: { a: 1 } }),
  runDeployment({ deployment_id: "$plan", job_variables: { a: 1 } }),
  runDeployment({ deployment_id: "$plan", schedule_after: "PT1H" }),
  runDeployment({ deployment_id: "$plan", parameters: { a: { __prefect_kind: "json", value: "{nope}" } } }),
  runDeployment({ source: "inferred", job_variables: { a: 1 } }),
  ...walks,
  ...formatted,
];
