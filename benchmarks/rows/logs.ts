import { logsTogether } from "../client/scenarios.ts";
import { attempt, type Row, runAlone } from "../measure/row.ts";
import { describe, loadMillrace, loadMillraceOnPostgres, loadPrefect, type Question } from "../measure/throughput.ts";

const question: Question = { scenario: "sendLogs", weight: logsTogether, unit: "rows" };

export const logs: Row = {
  name: "logs",
  how: `POST /logs/ with ${logsTogether} rows of 90 characters at a time, by 16 clients for 8 s.`,
  run: async () => [
    {
      what: "log rows, SQLite",
      prefect: await attempt(async () => describe(await loadPrefect(question.scenario), question)),
      ours: await attempt(async () => describe(await loadMillrace(question.scenario), question)),
      goal: "50,000 rows/s",
    },
    {
      what: "the same on PostgreSQL",
      prefect: "not measured",
      ours: await attempt(async () => describe(await loadMillraceOnPostgres(question.scenario), question)),
      goal: "30,000 rows/s",
    },
  ],
};

if (import.meta.main) await runAlone(logs);
