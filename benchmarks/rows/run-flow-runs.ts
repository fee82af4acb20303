import { attempt, type Row, runAlone } from "../measure/row.ts";
import { describe, loadMillrace, loadMillraceOnPostgres, loadPrefect, type Question } from "../measure/throughput.ts";

const question: Question = { scenario: "runFlowRuns", weight: 1, unit: "runs" };

export const runFlowRuns: Row = {
  name: "run-flow-runs",
  how: "Three requests per run, by 16 clients for 8 s: create it, RUNNING, COMPLETED; every state goes through all rules.",
  run: async () => [
    {
      what: "create, RUNNING, COMPLETED, 16 clients, SQLite",
      prefect: await attempt(async () => describe(await loadPrefect(question.scenario), question)),
      ours: await attempt(async () => describe(await loadMillrace(question.scenario), question)),
      goal: "1,000 runs/s",
    },
    {
      what: "the same on PostgreSQL",
      prefect: "not measured",
      ours: await attempt(async () => describe(await loadMillraceOnPostgres(question.scenario), question)),
      goal: "700 runs/s",
    },
  ],
};

if (import.meta.main) await runAlone(runFlowRuns);
