import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

const fail = (id: string) => journey.client.taskRuns.setState({ id, body: { state: { type: "FAILED" }, force: true } });

test("a background task run is handed to a worker again, with the arguments it had", async () => {
  const { client } = journey;
  const data = { arguments: ["Ada"] };
  const state = { type: "SCHEDULED", data, state_details: { deferred: true } } as const;
  const { id } = await client.taskRuns.create({ body: { task_key: "mail-1", dynamic_key: "1", name: "mail", flow_run_id: null, state } });
  await fail(id);
  const page = await journey.open(`/runs/task-run/${id}`);
  await page.getByRole("button", { name: "Retry" }).click();
  const dialog = page.getByRole("dialog", { name: "Retry mail?" });
  await dialog.getByRole("textbox", { name: "Reason" }).fill("The mail server is back");
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Retry" }).click();
  await page.getByText("AwaitingRetry").first().waitFor();
  const over = new AbortController();
  for await (const { run, acknowledge } of client.taskRuns.claim({ keys: ["mail-1"], clientId: "a worker", signal: over.signal })) {
    expect(run).toMatchObject({ id, state: { name: "AwaitingRetry", message: "The mail server is back", data } });
    acknowledge();
    break;
  }
  over.abort();
});

test("a task of a flow is retried with its flow, to which the page leads", async () => {
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "orders" } });
  const flowRun = await client.flowRuns.create({ body: { flow_id: flow.id, name: "calm-otter", state: { type: "RUNNING" } } });
  const body = { task_key: "load-1", dynamic_key: "1", name: "load", flow_run_id: flowRun.id, state: { type: "RUNNING" } } as const;
  const { id } = await client.taskRuns.create({ body: { ...body, tags: ["slow"] } });
  await client.taskRuns.create({ body: { ...body, dynamic_key: "2", name: "quick" } });
  await fail(id);
  const page = await journey.open(`/runs/task-run/${id}`);
  await page.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("dialog", { name: "Retry load" }).getByRole("link", { name: "the flow run" }).click();
  await page.getByRole("heading", { level: 1, name: "calm-otter" }).waitFor();

  await page.getByRole("tab", { name: /Tasks/ }).click();
  await page.getByRole("row", { name: /quick/ }).waitFor();
  await page.getByRole("combobox", { name: "Tags that task runs carry" }).fill("slow");
  await page.keyboard.press("Enter");
  await page.getByRole("row", { name: /quick/ }).waitFor({ state: "hidden" });
  await page.getByRole("row", { name: /load/ }).waitFor();
  expect(new URL(page.url()).searchParams.get("tags")).toBe("slow");
  await page.getByRole("columnheader", { name: "Duration" }).getByRole("button").click();
  await page.waitForURL(/sort=DURATION_DESC/);
  await page.getByRole("row", { name: /load/ }).waitFor();
});
