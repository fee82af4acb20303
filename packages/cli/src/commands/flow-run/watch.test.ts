import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
let flowId: string;
beforeAll(async () => {
  cli = await startCliServer({ now: true });
  flowId = (await cli.server.ask<{ id: string }>("POST", "/flows/", { name: "watched" })).id;
});
afterAll(() => cli.stop());

const createRun = (state: object) => cli.server.ask<{ id: string; name: string }>("POST", "/flow_runs/", { flow_id: flowId, state });
const setState = async (id: string, state: object): Promise<void> => {
  await cli.server.ask("POST", `/flow_runs/${id}/set_state`, { state, force: true });
  await cli.server.clock.advance("1s");
};
const log = async (id: string, message: string): Promise<void> => {
  const timestamp = cli.server.clock.now();
  await cli.server.ask("POST", "/logs/", [{ name: "prefect.flow_runs", level: 20, message, timestamp, flow_run_id: id }]);
  await cli.server.clock.advance("1s");
};

/** Does each step when the words before it are first printed. */
const scripted = (steps: readonly (readonly [seen: string, step: () => Promise<void>])[]) => {
  const left = [...steps];
  let printed = "";
  return (text: string): void => {
    printed += text;
    while (left[0] !== undefined && printed.includes(left[0][0])) void left.shift()?.[1]();
  };
};

describe("flow-run watch", () => {
  test("follows states and log over the streams, without asking in between", async () => {
    const { id } = await createRun({ type: "PENDING" });
    const { code, stdout } = await cli.run(`flow-run watch ${id}`, {
      // Of its waits only the one for the last lines ends, so that nothing but the streams can make it look.
      wait: (milliseconds) => (milliseconds === 500 ? Promise.resolve() : new Promise(() => {})),
      onOutput: scripted([
        ["Pending", () => setState(id, { type: "RUNNING" })],
        ["Running", () => log(id, "half way")],
        ["half way", () => setState(id, { type: "COMPLETED" })],
      ]),
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^\S+ \S+ {2}Pending\n\S+ \S+ {2}Running\n\S+ \S+ {2}INFO {6}half way\n\S+ \S+ {2}Completed\nThe flow run ended as Completed\.\n$/,
    );
  });

  test("fails when the run does, and when the time is up", async () => {
    const { id } = await createRun({ type: "RUNNING" });
    const onOutput = scripted([["Running", () => setState(id, { type: "FAILED", message: "out of cheese" })]]);
    const { code, stdout, stderr } = await cli.run(`flow-run watch ${id}`, { onOutput });
    expect([code, stderr]).toEqual([1, "The flow run ended as Failed.\n"]);
    expect(stdout).toContain("Failed  out of cheese\n");
    const waiting = await createRun({ type: "SCHEDULED" });
    expect(await cli.refuse(`flow-run watch ${waiting.id} --timeout 3`)).toBe(
      `The flow run ${waiting.name} has not ended within 3 seconds. It goes on: millrace flow-run inspect ${waiting.id}`,
    );
  });

  test("a run that has ended already is said so", async () => {
    const { id } = await createRun({ type: "CRASHED" });
    expect(await cli.say(`flow-run watch ${id}`)).toBe("The flow run has ended already, as Crashed.\n");
  });
});

describe("flow-run retry", () => {
  test("schedules a run of a deployment again, by id or name", async () => {
    const deployment = await cli.server.ask<{ id: string }>("POST", "/deployments/", { name: "d", flow_id: flowId });
    const run = await cli.server.ask<{ id: string }>("POST", `/deployments/${deployment.id}/create_flow_run`, { name: "again" });
    await setState(run.id, { type: "COMPLETED" });
    expect(await cli.say("flow-run retry again")).toContain("Flow run again is scheduled again.\n");
    expect(await cli.json(`flow-run inspect ${run.id}`)).toMatchObject({ state_type: "SCHEDULED", state_name: "Scheduled" });
    expect(await cli.refuse(`flow-run retry ${run.id}`)).toBe('Flow run "again" is Scheduled; only runs that have ended can be retried.');
  });

  test("names what it cannot choose between, and what it cannot find", async () => {
    const named = () => cli.server.ask<{ id: string }>("POST", "/flow_runs/", { flow_id: flowId, name: "twin", state: { type: "FAILED" } });
    const twins = [await named(), await named()];
    const { code, stderr } = await cli.run("flow-run retry twin");
    expect([code, twins.filter(({ id }) => stderr.includes(`  ${id}  Failed`)).length]).toEqual([1, 2]);
    expect(await cli.refuse("flow-run retry no-such-name")).toContain('Flow run "no-such-name" was not found.');
    expect(await cli.refuse(`flow-run retry ${twins[0]?.id}`)).toContain('Flow run "twin" has no deployment. Say where its flow is:');
  });

  test("carries a run without a deployment out here", async () => {
    writeFileSync(join(cli.dir, "flows.mjs"), "export const watched = async () => 5;\n");
    const { id } = await createRun({ type: "FAILED" });
    const { PATH = "" } = process.env;
    const { code, stdout } = await cli.run(`flow-run retry ${id} --entrypoint flows.mjs:watched`, { env: { PATH } });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Running \S+ here\.\nThe flow run ended as Completed\.\n$/)]);
  });
});

test("flow-run execute wants a run", async () => {
  expect(await cli.refuse("flow-run execute")).toBe("No flow run is named. Give its id, or set PREFECT__FLOW_RUN_ID.");
});
