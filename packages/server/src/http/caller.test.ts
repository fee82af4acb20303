import type { Flow, FlowRun } from "@millrace/contract";
import { startTestServer, uniqueName } from "@millrace/testing";
import { expect, onTestFinished, test } from "vitest";

test("a run tells which automation asked for it, where the headers name one in full", async () => {
  const server = await startTestServer();
  onTestFinished(() => server.stop());
  const { id: flow_id } = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  const creator = async (headers: Record<string, string>) =>
    (await server.send<FlowRun>({ method: "POST", path: "/flow_runs/", body: { flow_id }, headers })).body.created_by;
  const id = "0190a3a0-6f3c-7d2e-8a53-3f1f6c0d9b11";
  const name = Buffer.from("Ümläut").toString("base64");
  const whole = { "prefect-automation-id": id, "prefect-automation-name": name };
  expect(await creator(whole)).toEqual({ id, type: "AUTOMATION", display_value: "Ümläut" });
  expect(await creator({ ...whole, "prefect-automation-id": "no-id" })).toBeNull();
  expect(await creator({ "prefect-automation-id": id })).toBeNull();
  expect(await creator({ "prefect-automation-name": name })).toBeNull();
});
