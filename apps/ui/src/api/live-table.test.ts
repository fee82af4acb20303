import { describe, expect, test } from "vitest";
import { keyOf, type Noun } from "./keys.ts";
import { reaches, touchOf } from "./live-table.ts";

const id = "0198f0aa-0000-7000-8000-000000000001";
const other = "0198f0aa-0000-7000-8000-000000000002";
const event = (name: string, resource: string) => touchOf({ event: name, resource: { "prefect.resource.id": resource } });

describe.each<[event: string, resource: string, touched: readonly Noun[]]>([
  ["prefect.flow-run.Running", "prefect.flow-run", ["flowRuns", "flowRunStates", "ui", "uiOverview", "waiting"]],
  ["prefect.task-run.Completed", "prefect.task-run", ["taskRuns", "taskRunStates"]],
  ["prefect.deployment.ready", "prefect.deployment", ["deployments"]],
  ["prefect.work-pool.not-ready", "prefect.work-pool", ["workPools", "workQueues", "workers"]],
  ["prefect.work-queue.paused", "prefect.work-queue", ["workQueues", "workPools"]],
  ["prefect.automation.triggered", "prefect.automation", ["automations"]],
  ["prefect.block-document.created", "prefect.block-document", ["blockDocuments"]],
  ["prefect.variable.updated", "prefect.variable", ["variables"]],
  ["prefect.concurrency-limit.updated", "prefect.concurrency-limit", ["concurrencyLimits"]],
])("%s", (name, resource, touched) => {
  test.each(touched)("touches lists of %s, and this object", (noun) => {
    expect(reaches(event(name, `${resource}.${id}`), keyOf(noun, "list", { body: {} }))).toBe(true);
    expect(reaches(event(name, `${resource}.${id}`), keyOf(noun, "get", { id }))).toBe(true);
  });

  test("leaves other nouns and other objects of its own alone", () => {
    const touch = event(name, `${resource}.${id}`);
    expect(reaches(touch, keyOf(touched[0] ?? "flows", "get", { id: other }))).toBe(false);
    expect(reaches(touch, keyOf("templates", "validate", {}))).toBe(false);
  });
});

test("an event of somebody else's touches the lists of events only", () => {
  const touch = event("order.placed", "order.7");
  expect(reaches(touch, keyOf("eventQueries", "list", {}))).toBe(true);
  expect(reaches(touch, keyOf("flowRuns", "list", {}))).toBe(false);
});
