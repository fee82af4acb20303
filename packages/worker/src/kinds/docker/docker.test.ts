import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { containerVariables, dockerHost, findEngine, listContainers } from "../../fixtures/docker.ts";
import { openWorld } from "../../fixtures/world.ts";
import { createEngine } from "./engine.ts";

const settings = { workerDockerHost: dockerHost };

describe.skipIf(!(await findEngine()))("a worker with a Docker engine", () => {
  test("runs a flow in a container of its own", async () => {
    await using world = await openWorld();
    const folder = await mkdtemp(join(tmpdir(), "millrace-docker-"));
    const file = join(folder, "notes");
    await world.work({ type: "docker", settings });
    const run = await world.run(await world.deploy("note", containerVariables), { file, line: "hello" });
    const end = await world.ended(run);
    expect([end.state?.message, await readFile(file, "utf8")]).toEqual([null, "hello contained\n"]);
    expect(end.infrastructure_pid).toMatch(/^unix:.*:[0-9a-f]{64}$/);
    await rm(folder, { recursive: true });
  });

  test("says of every container that comes to nothing why", async () => {
    await using world = await openWorld();
    await world.work({ type: "docker", settings });
    const crash = async (flow: string, variables: JsonObject): Promise<string> => {
      const { state } = await world.ended(await world.run(await world.deploy(flow, { ...containerVariables, ...variables })));
      return `${state?.type}: ${state?.message}`;
    };
    expect(
      await Promise.all([
        crash("dying", {}),
        crash("note", { image: "millrace-test-none:1" }),
        crash("note", { image: "127.0.0.1:9/none:1", image_pull_policy: "IfNotPresent" }),
        crash("note", { command: "/no/such/program" }),
        crash("note", { command: "/bin/true" }),
        crash("note", { command: "/bin/true", container_create_kwargs: { log_config: { type: "none" } } }),
        crash("note", { command: "/bin/sh -c 'echo oh no >&2; exit 4'", container_create_kwargs: { tty: true } }),
        crash("note", { mem_limit: "much" }),
        crash("note", { container_create_kwargs: { memory: "1g" } }),
        crash("note", { image: null }),
      ]),
    ).toEqual([
      "CRASHED: The container of the run ended with exit code 3.",
      "CRASHED: The run could not be started: The image millrace-test-none:1 is not there. Build or pull it, or let image_pull_policy pull it.",
      expect.stringMatching(/^CRASHED: The run could not be started: The image 127\.0\.0\.1:9\/none:1 could not be pulled: .*refused/),
      expect.stringMatching(/^CRASHED: The run could not be started: The container could not be started: .*\/no\/such\/program/),
      "CRASHED: The container of the run ended well, but never started the run.",
      "CRASHED: The container of the run ended well, but never started the run.",
      "CRASHED: The container of the run ended with exit code 4. Its last words: oh no",
      'CRASHED: The run could not be started: The job\'s mem_limit is "much"; it takes a size such as 512m or 2g.',
      'CRASHED: The run could not be started: The job\'s container_create_kwargs has "memory", which is no option of a container.',
      expect.stringContaining("CRASHED: The run could not be started: The job names no image."),
    ]);
  });

  test("stops the container of a run that is cancelled, and leaves others to themselves when it stops", async () => {
    await using world = await openWorld();
    const worker = await world.work({ type: "docker", settings });
    const deployment = await world.deploy("heedful", containerVariables);
    const [cancelled, left] = await Promise.all([world.run(deployment), world.run(deployment)]);
    await Promise.all([world.logged(cancelled, /begun/), world.logged(left, /begun/)]);
    await world.client.flowRuns.setState({ id: cancelled.id, body: { state: { type: "CANCELLING", name: "Cancelling" } } });
    expect((await world.ended(cancelled)).state_name).toBe("Cancelled");
    await expect.poll(() => listContainers(cancelled.id), { timeout: 15_000 }).toEqual([]);

    await worker.stop();
    expect((await world.client.flowRuns.get({ id: left.id })).state_name).toBe("Running");
    expect(await listContainers(left.id)).toHaveLength(1);
    await world.client.flowRuns.setState({ id: left.id, body: { state: { type: "CANCELLING", name: "Cancelling" } } });
    const [id = ""] = await listContainers(left.id);
    await createEngine(dockerHost, {}).ask({ method: "POST", path: `/containers/${id}/stop`, query: { t: "10" } });
    expect((await world.ended(left)).state_name).toBe("Cancelled");
  });
});

test("an engine that is away ends the run, not the worker", async () => {
  await using world = await openWorld();
  await world.work({ type: "docker", settings: { workerDockerHost: "unix:///no/such/docker.sock" } });
  const { state } = await world.ended(await world.run(await world.deploy("note", { image: "any:1" })));
  expect(state).toMatchObject({
    type: "CRASHED",
    message:
      "The run could not be started: The Docker engine at unix:///no/such/docker.sock cannot be reached (ENOENT). Start it, or set DOCKER_HOST for the worker to the address of one.",
  });
});
