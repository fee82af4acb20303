import { attempt, type Row, runAlone } from "../measure/row.ts";
import { describe, loadMillrace, loadPrefect, type Question } from "../measure/throughput.ts";

const question: Question = { scenario: "createFlowRuns", weight: 1, unit: "runs" };

export const createFlowRuns: Row = {
  name: "create-flow-runs",
  how: "POST /flow_runs/ by 16 clients for 8 s; each answer means that the run is on disk.",
  run: async () => [
    {
      what: "durable POST /flow_runs/, SQLite, 16 clients",
      prefect: await attempt(async () => describe(await loadPrefect(question.scenario), question)),
      ours: await attempt(async () => describe(await loadMillrace(question.scenario), question)),
      goal: "3,000 runs/s, no failure",
    },
  ],
};

if (import.meta.main) await runAlone(createFlowRuns);
