import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

const namesOf = async (flow: string): Promise<readonly string[]> =>
  (await journey.client.flowRuns.list({ body: { flows: { name: { any_: [flow] } }, sort: "NAME_ASC" } })).map(({ name }) => name);

test("runs of a flow are worked on together from its page", async () => {
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "orders" } });
  for (const name of ["one", "two", "three"])
    await client.flowRuns.create({ body: { flow_id: flow.id, name, state: { type: name === "three" ? "RUNNING" : "FAILED" } } });
  const page = await journey.open(`/flows/flow/${flow.id}`);
  await page.getByRole("row", { name: /three/ }).waitFor();
  await page.getByRole("combobox", { name: "Filter runs" }).fill("state:failed");
  await page.keyboard.press("Enter");
  await page.getByRole("row", { name: /three/ }).waitFor({ state: "hidden" });
  await page.getByRole("checkbox", { name: "Select all rows of this page" }).check();
  await expectNoAxeViolations(page);
  await page.getByRole("region", { name: "Chosen runs" }).getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete: 2 runs" });
  await dialog.getByRole("button", { name: "Delete: 2 runs" }).click();
  await dialog.getByText("Done with 2 runs").waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  expect(await namesOf("orders")).toEqual(["three"]);
});

test("subflow runs are found by their state", async () => {
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "parent" } });
  const parent = await client.flowRuns.create({ body: { flow_id: flow.id, name: "caller", state: { type: "RUNNING" } } });
  for (const [name, type] of [
    ["went-well", "COMPLETED"],
    ["went-wrong", "FAILED"],
  ] as const) {
    const body = { task_key: name, dynamic_key: name, name, flow_run_id: parent.id } as const;
    const { id } = await client.taskRuns.create({ body: { ...body, state: { type: "RUNNING" } } });
    await client.flowRuns.create({ body: { flow_id: flow.id, name, parent_task_run_id: id, state: { type } } });
  }
  const page = await journey.open(`/runs/flow-run/${parent.id}?tab=subflows`);
  await page.getByRole("row", { name: /went-well/ }).waitFor();
  await page.getByRole("combobox", { name: "Filter subflow runs" }).fill("state:failed");
  await page.keyboard.press("Enter");
  await page.getByRole("row", { name: /went-well/ }).waitFor({ state: "hidden" });
  await page.getByRole("row", { name: /went-wrong/ }).waitFor();
});
