import type { Answer } from "../harness/replay.ts";

/** Where an answer differs from the reference's on purpose; `docs/differences.md` has the reasons in full. */
interface KnownDifference {
  readonly why: string;
  readonly when: (ours: Answer, theirs: Answer) => boolean;
}

const asks =
  (...asked: readonly string[]) =>
  ({ exchange: [ask] }: Answer): boolean =>
    asked.some((each) => (each.endsWith("…") ? ask.startsWith(each.slice(0, -1)) : ask === each));

const statuses = (ours: number, theirs: number) => (our: Answer, their: Answer) => our.status === ours && their.status === theirs;

const tells = ({ body }: Answer, part: string): boolean => JSON.stringify(body ?? null).includes(part);

export const knownDifferences: readonly KnownDifference[] = [
  { why: "Requests that break the reference get an answer from us.", when: (ours, theirs) => theirs.status === 500 && ours.status < 500 },
  { why: "Health is an object, as health checks of other tools expect it.", when: asks("GET /health") },
  { why: "Null for what cannot be null keeps what is there.", when: statuses(204, 409) },
  {
    why: "Of several mistakes in a body, each names those that it looks for first.",
    when: (ours, theirs) =>
      statuses(422, 422)(ours, theirs) &&
      asks("POST /block_documents/", "POST /work_pools/", "POST /deployments/get_scheduled_flow_runs")(ours),
  },
  { why: "Labels are checked when they are changed, too.", when: (ours) => asks("PATCH /flow_runs/$labelled/labels")(ours) },
  { why: "A history that ends before it begins has no intervals.", when: asks("POST /flow_runs/history") },
  {
    why: "A negative limit is refused everywhere.",
    when: (ours, theirs) => statuses(422, 200)(ours, theirs) && asks("POST /ui/flow_runs/history")(ours),
  },
  {
    why: "A tag cannot be limited to less than nothing.",
    when: (ours) => ours.status === 422 && asks("POST /concurrency_limits/")(ours) && JSON.stringify(ours.exchange[1]).includes("-1"),
  },
  {
    why: "A lease's id that is none is no route, as with other ids.",
    when: (ours) => asks("POST /v2/concurrency_limits/leases/no-id/renew")(ours),
  },
  {
    why: "A run that waits in a pause may be cancelled, as newer versions of the reference have it.",
    when: (ours, theirs) =>
      statuses(201, 200)(ours, theirs) &&
      asks("POST /flow_runs/$walk/set_state")(ours) &&
      tells(theirs, "to the StateType.CANCELLING state from the StateType.PAUSED state"),
  },
  {
    why: "A run that waits in a pause with its process, and is scheduled again, takes all its pauses again.",
    when: (ours, theirs) =>
      ours.status === theirs.status &&
      tells(theirs, '"pause_keys":["p"]') &&
      tells(ours, '"pause_keys":[]') &&
      tells(ours, '"retry_type":"reschedule"'),
  },
  {
    why: "Blocks of our own kinds describe themselves in our words.",
    when: asks("POST /block_types/filter", "POST /block_schemas/filter", "GET /block_capabilities/"),
  },
  {
    why: "Problems of templates are told in our words.",
    when: (ours, theirs) =>
      statuses(422, 422)(ours, theirs) && asks("POST /templates/validate", "POST /automations/templates/validate")(ours),
  },
  { why: "Settings are those that our server has.", when: asks("GET /admin/settings") },
  {
    why: "Events of the corpus itself reach the reference's lists when they do.",
    when: asks("POST /events/filter", "POST /events/count-by/…"),
  },
];

/** Why two answers may differ, if they may. */
export const findKnownDifference = (ours: Answer, theirs: Answer): string | undefined =>
  knownDifferences.find(({ when }) => when(ours, theirs))?.why;
