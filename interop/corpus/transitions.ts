import type { Exchange } from "./exchange.ts";

const types = ["SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "CRASHED", "PAUSED", "CANCELLING"];

/** A state as it is proposed: due, and with a pause that lasts. */
const stateOf = (type: string): object => ({
  type,
  message: "m",
  ...(type === "SCHEDULED" ? { state_details: { scheduled_time: "2020-01-01T00:00:00Z" } } : {}),
  ...(type === "PAUSED" ? { state_details: { pause_timeout: "2035-01-01T00:00:00Z" } } : {}),
});

const pairs = types.flatMap((from) => types.map((to) => [from, to] as const));

/** Names of answers that are kept hold letters alone. */
const nameOf = (kind: string, ...words: readonly string[]): string => `${kind}${words.join("").toLowerCase()}`;

/** Every state of a run that belongs to nothing, and every other one proposed for it, by force and without; then RUNNING. */
export const transitions: readonly Exchange[] = [
  ["POST /flows/", { name: "transitions" }, "transitions"],
  ...(["", "force"] as const).flatMap((how) =>
    pairs.flatMap(([from, to]): Exchange[] => {
      const [run, task] = [nameOf("f", how, from, to), nameOf("t", how, from, to)];
      const proposal = { state: stateOf(to), force: how === "force" };
      const isCancelledPause = from === "PAUSED" && to === "CANCELLING" && how === "";
      return [
        ["POST /flow_runs/", { flow_id: "$transitions", name: run, state: stateOf(from) }, run],
        // A difference that `docs/differences.md` explains.
        ...(isCancelledPause
          ? []
          : ([
              [`POST /flow_runs/$${run}/set_state`, proposal],
              [`POST /flow_runs/$${run}/set_state`, { state: stateOf("RUNNING") }],
            ] as const)),
        ["POST /task_runs/", { task_key: "transitions", dynamic_key: task, name: task, state: stateOf(from) }, task],
        [`POST /task_runs/$${task}/set_state`, proposal],
        [`POST /task_runs/$${task}/set_state`, { state: stateOf("RUNNING") }],
        [`GET /task_runs/$${task}`],
      ];
    }),
  ),
];
