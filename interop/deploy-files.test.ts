import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { uniqueName } from "@millrace/testing";
import { expect, inject, test } from "vitest";
import { type Api, createApi, type Row } from "./harness/api.ts";
import { pythonEnvironment, pythonInterpreter, withHome } from "./harness/python.ts";
import { millraceCommand, type ServerUnderTest } from "./harness/servers.ts";
import { startProgram } from "./harness/start-program.ts";

const flows = `
from datetime import datetime
from prefect import flow

@flow(name="filed")
def etl(day: str, size: int = 10, since: datetime | None = None, options: dict[str, list[int]] | None = None):
    """Moves rows.

    Args:
        day: The day they are of.
    """

@flow
def load_all():
    """Loads."""
`;

const fileFor = (pool: string): string => `
name: project
prefect-version: 3.8.3
definitions:
  pool: &pool
    name: ${pool}
    job_variables:
      env:
        STAMP: "{{ stamp.stdout }}"
        FROM_ENV: "{{ $DEPLOY_ENV }}"
        UNSET: "{{ $NOT_SET_ANYWHERE }}"

build:
  - prefect.deployments.steps.run_shell_script:
      id: stamp
      script: echo built
      stream_output: false

deployments:
  - name: first
    entrypoint: flows.py:etl
    version: "1-{{ stamp.stdout }}"
    tags: [a, 2, "{{ prefect.variables.filed_team }}"]
    parameters: { day: monday, size: 3, options: { a: [1, 2], b: [] } }
    concurrency_limit: { limit: 2, collision_strategy: CANCEL_NEW, grace_period_seconds: 90 }
    schedules:
      - { cron: "0 6 * * 1-5", timezone: Europe/Berlin, slug: weekdays, active: no, parameters: { size: 6 }, day_or: no }
      - { interval: PT90M, anchor_date: "2035-05-17T12:30:00+02:00", slug: often }
      - { interval: 01:30:00, anchor_date: "2035-05-17", timezone: Asia/Tokyo, slug: zoned }
      - { rrule: "FREQ=MONTHLY;BYMONTHDAY=1", slug: monthly }
      - { rrule: '{"rrule": "DTSTART:20300101T000000\\nRRULE:FREQ=WEEKLY", "timezone": "Asia/Tokyo"}', slug: weekly }
    work_pool: { <<: *pool, work_queue_name: urgent }
    pull:
      - prefect.deployments.steps.set_working_directory: { directory: "/srv/{{ stamp.stdout }}" }
      - prefect.deployments.steps.run_shell_script: { script: "echo {{ later.x }} {{ $DEPLOY_ENV }} {{ $NOT_SET_ANYWHERE }} {{ prefect.variables.filed_team }}" }
    triggers:
      - expect: [rows.ready]
        match: { prefect.resource.id: rows }
        enabled: "{{ prefect.variables.filed_on }}"
        parameters: { day: "{{ event.payload.day }}" }
      - type: compound
        name: both
        require: all
        within: 60
        triggers: [{ expect: [a.b] }, { expect: [c.d], posture: Proactive, within: 30, threshold: 1 }]
  - name: second
    entrypoint: flows.py:load_all
    description: Given.
    build: null
    pull: []
    paused: yes
    concurrency_limit: 4
    enforce_parameter_schema: false
    schedule: { cron: "5 * * * *" }
    work_pool: { name: ${pool} }
  - name: third
    entrypoint: flows.py:load_all
    build: []
    work_pool: *pool
`;

const ids = new Set([
  "id",
  "created",
  "updated",
  "deployment_id",
  "flow_id",
  "work_queue_id",
  "owner_resource",
  "created_by",
  "updated_by",
]);

const withoutIds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (ids.has(key) ? [] : [[key, withoutIds(item)]])));
};

const bySlug = (one: Row, other: Row): number => (String(one.slug) < String(other.slug) ? -1 : 1);
const byName = (one: Row, other: Row): number => (String(one.name) < String(other.name) ? -1 : 1);

const readBack = async (api: Api, name: string): Promise<unknown> => {
  const deployment = await api.get<Row & { schedules: Row[] }>(`/deployments/name/${name}`);
  const automations = await api.get<Row[]>(`/automations/related-to/prefect.deployment.${String(deployment.id)}`);
  const limit = deployment.global_concurrency_limit as Row | null;
  const shown = { ...deployment, schedules: deployment.schedules.toSorted(bySlug), global_concurrency_limit: limit?.limit };
  return withoutIds([shown, automations.toSorted(byName)]);
};

interface Project {
  readonly server: ServerUnderTest;
  readonly folder: string;
}

const deployWith = async (program: string, args: readonly string[], { server, folder }: Project): Promise<unknown> => {
  const env = { ...pythonEnvironment(server, folder), DEPLOY_ENV: "e", MILLRACE_WORKER_PYTHON: pythonInterpreter ?? "" };
  const deploying = startProgram(program, [...args, "--no-prompt", "deploy", "--all"], { cwd: folder, env });
  expect(await deploying.ended, deploying.output()).toBe(0);
  const api = createApi(server.url);
  return Promise.all(["filed/first", "load-all/second", "load-all/third"].map((name) => readBack(api, name)));
};

const millrace = inject("millrace");
test.skipIf(millrace === undefined)("a prefect.yaml gives the same deployments through our command line as through Python's", async () => {
  if (millrace === undefined) return;
  await withHome(async (home) => {
    const api = createApi(millrace.url);
    const pool = uniqueName("filed");
    await api.post("/work_pools/", { name: pool, type: "process" });
    await api.post("/variables/", { name: "filed_team", value: "sales" });
    await api.post("/variables/", { name: "filed_on", value: false });
    const folder = join(home, "project");
    await mkdir(folder);
    await writeFile(join(folder, "flows.py"), flows);
    await writeFile(join(folder, "prefect.yaml"), fileFor(pool));
    const project = { server: millrace, folder };

    const theirs = await deployWith(pythonInterpreter ?? "python", ["-m", "prefect"], project);
    for (const name of ["filed/first", "load-all/second", "load-all/third"]) {
      const { id } = await api.get(`/deployments/name/${name}`);
      await fetch(`${millrace.url}/deployments/${String(id)}`, { method: "DELETE" });
    }
    const ours = await deployWith(process.execPath, [millraceCommand], project);
    expect(ours).toEqual(theirs);
    // Once more, over what is there.
    expect(await deployWith(process.execPath, [millraceCommand], project)).toEqual(theirs);
  });
});
