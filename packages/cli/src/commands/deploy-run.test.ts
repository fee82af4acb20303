import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@millrace/client";
import { isTerminal } from "@millrace/contract";
import { startServer } from "@millrace/server";
import { testSettings } from "@millrace/testing";
import { startWorker } from "@millrace/worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCaptured } from "../fixtures/captured-host.ts";

const sdk = join(import.meta.dirname, "..", "..", "..", "sdk", "src", "index.ts");
const flows = `
import { readFileSync } from "node:fs";
import { flow } from ${JSON.stringify(sdk)};
export const etl = flow({ name: "etl" }, async ({ day }: { day: string }) => day + " " + readFileSync("stamp", "utf8"));
`;
const yaml = `
deployments:
  - name: nightly
    entrypoint: flows.ts:etl
    parameters: { day: monday }
    work_pool: { name: nights }
    build:
      - prefect.deployments.steps.run_shell_script: { id: build, script: echo fresh }
    pull:
      - prefect.deployments.steps.set_working_directory: { directory: "{{ $PROJECT }}" }
      - prefect.deployments.steps.run_shell_script: { script: "echo {{ build.stdout }} > stamp", shell: true }
`;

let server: Awaited<ReturnType<typeof startServer>>;
let dir: string;
beforeAll(async () => {
  server = await startServer(testSettings({ servicesEnabled: true }));
  dir = mkdtempSync(join(tmpdir(), "millrace-deploy-"));
  writeFileSync(join(dir, "flows.ts"), flows);
  writeFileSync(join(dir, "prefect.yaml"), yaml);
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});

test("a worker carries out what prefect.yaml deploys, its code fetched by the pull steps", async () => {
  const client = createClient({ url: server.url });
  const worker = await startWorker({ pool: "nights", url: server.url, print: () => {} });
  try {
    await worker.ready;
    const env = { PREFECT_API_URL: server.url, NO_COLOR: "1" };
    const line = ["deploy", "-jv", JSON.stringify({ env: { PROJECT: dir } })];
    const { code, stdout, stderr } = await runCaptured(line, { dir, env, fetch });
    expect([code, stderr]).toEqual([0, ""]);
    // The pool has a worker, so that none has to be started.
    expect(stdout).not.toContain("worker start");
    const { id } = await client.deployments.getByName({ flow_name: "etl", deployment_name: "nightly" });
    const { id: run } = await client.deployments.createFlowRun({ id, body: { state: { type: "SCHEDULED" } } });
    const state = async () => (await client.flowRuns.get({ id: run })).state;
    await expect.poll(async () => isTerminal((await state())?.type ?? "PENDING"), { timeout: 30_000 }).toBe(true);
    expect(await state()).toMatchObject({ type: "COMPLETED", data: "monday fresh\n" });
  } finally {
    await worker.stop();
    await client.close();
  }
});
