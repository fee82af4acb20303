import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("limits", () => {
  onBothServers("hold up flows and tasks as on the reference", {
    script: { file: "limiting.py" },
    flows: "limiting-",
    onPostgres: true,
    story: [
      "limiting-a-flow ×1: Pending Running Completed",
      "limiting-async ×1: Pending Running Completed",
      "  hold ×1: Pending Running Completed",
      "  hold ×1: Pending Running Completed",
      "limiting-tags ×1: Pending Running Completed",
      "  tagged ×1: Pending Running Completed",
      "  tagged ×1: Pending Running Completed",
      "  tagged ×1: Pending Running Completed",
    ],
  });
});

describe("tasks in the background", () => {
  onBothServers("are taken by a worker, which tells the same as with the reference", {
    script: { file: "background.py" },
    flows: "background-",
    onPostgres: true,
    story: ["background-of-a-flow ×1: Pending Running Completed", "  add-0 ×1: Scheduled Pending Running Completed"],
  });
});

describe("transactions and caches", () => {
  onBothServers("commit, roll back and find results as on the reference", {
    script: { file: "transactions.py" },
    flows: "transactions-",
    onPostgres: true,
    story: [
      "transactions-cached ×1: Pending Running Completed",
      "  by_inputs ×1: Pending Running Cached",
      "  by_inputs ×1: Pending Running Completed",
      "  by_inputs ×1: Pending Running Completed",
      "  refreshed ×1: Pending Running Completed",
      "  refreshed ×1: Pending Running Completed",
      "  short_lived ×1: Pending Running Completed",
      "  short_lived ×1: Pending Running Completed",
      "transactions-committed ×1: Pending Running Completed",
      "  check ×1: Pending Running Completed",
      "  write ×1: Pending Running Completed",
      "transactions-nested ×1: Pending Running Completed",
      "  write ×1: Pending Running Completed",
      "  write ×1: Pending Running Completed",
      "transactions-rolled-back ×1: Pending Running Failed",
      "  check ×1: Pending Running Failed",
      "  write ×1: Pending Running Completed RolledBack",
      "transactions-stored ×1: Pending Running Completed",
      "  numbered ×1: Pending Running Completed",
    ],
  });
});

describe("listeners", () => {
  onBothServers("hear of events and logs as from the reference", {
    script: { file: "streaming.py" },
    flows: "streaming-",
    onPostgres: true,
    story: ["streaming-followed ×1: Pending Running Completed", "  step ×1: Pending Running Completed"],
  });
});

describe("inputs", () => {
  onBothServers("reach running flows as on the reference", {
    script: { file: "inputs.py" },
    flows: "inputs-",
    onPostgres: true,
    story: ["inputs-receiving ×1: Pending Running Completed", "inputs-sending ×1: Pending Running Completed"],
  });
});

describe("deployments", () => {
  onBothServers("are stored and started as on the reference", {
    script: { file: "deploying.py" },
    flows: "deploying-",
    onPostgres: true,
    story: [
      "deploying-example ×0: Scheduled",
      "deploying-example ×0: Scheduled",
      "deploying-example ×0: Scheduled",
      "deploying-example ×0: Scheduled",
      "deploying-other ×0: Scheduled",
    ],
  });
});

describe("variables, artifacts and blocks", () => {
  onBothServers("are kept for asynchronous callers as by the reference", {
    script: { file: "objects.py" },
    flows: "objects-",
    onPostgres: true,
    story: ["objects-async ×1: Pending Running Completed"],
  });
});
