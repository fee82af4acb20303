import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { uniqueName } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, createApi, type Row } from "./harness/api.ts";
import { pythonEnvironment, withHome } from "./harness/python.ts";
import { millraceCommand, type StartedServer, startMillrace } from "./harness/servers.ts";
import { type Program, startProgram } from "./harness/start-program.ts";

/** Programs of a store that speaks S3 and of AWS's own client; `make interop` names their folder. */
const programs = process.env.MILLRACE_TEST_S3 ?? "";

let store: Program;
let endpoint = "";
let keys: readonly [id: string, secret: string];
const bucket = "code";

const boto = async (...args: readonly string[]): Promise<string> => {
  const [id, secret] = keys ?? ["nobody", "nothing"];
  const env = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret };
  const program = startProgram(join(programs, "python"), [join(import.meta.dirname, "flows", "s3_store.py"), endpoint, ...args], { env });
  expect([await program.ended, program.output()]).toEqual([0, expect.any(String)]);
  return program.output();
};

const flows = `
import { readFileSync } from "node:fs";
import { flow } from ${JSON.stringify(join(import.meta.dirname, "..", "packages", "sdk", "src", "index.ts"))};
export const greet = flow({ name: "greet" }, async () => readFileSync("data/ü + & %20.txt", "utf8"));
`;

const deployments = (pool: string): string => `
push:
  - prefect_aws.deployments.steps.push_to_s3:
      id: push_code
      requires: prefect-aws>=0.3.4
      bucket: ${bucket}
      folder: flows/main
      credentials: "{{ prefect.blocks.aws-credentials.deployer }}"
pull:
  - prefect_aws.deployments.steps.pull_from_s3:
      id: pull_code
      bucket: "{{ push_code.bucket }}"
      folder: "{{ push_code.folder }}"
      credentials: "{{ prefect.blocks.aws-credentials.deployer }}"
deployments:
  - { name: stored, entrypoint: flows.ts:greet, work_pool: { name: ${pool} } }
`;

const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

let server: StartedServer;
let api: Api;

/** A block as the Python package stores it. */
const saveCredentials = async (): Promise<void> => {
  const type = await api.post<Row>("/block_types/", { name: "AWS Credentials", slug: "aws-credentials" });
  const fields = { title: "AwsCredentials", type: "object", properties: {}, secret_fields: ["aws_secret_access_key"] };
  const schema = await api.post<Row>("/block_schemas/", { block_type_id: type.id, fields });
  const [aws_access_key_id, aws_secret_access_key] = keys;
  const data = { aws_access_key_id, aws_secret_access_key, aws_client_parameters: { endpoint_url: endpoint } };
  await api.post("/block_documents/", { name: "deployer", data, block_type_id: type.id, block_schema_id: schema.id });
};

const millrace = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Program =>
  startProgram(process.execPath, [millraceCommand, ...args], { cwd, env: { ...pythonEnvironment(server, cwd), ...env } });

const runOf = async (deployment: Row): Promise<Row> => {
  const { id } = await api.post<Row>(`/deployments/${String(deployment.id)}/create_flow_run`, { state: { type: "SCHEDULED" } });
  let run: Row = {};
  const ended = async (): Promise<boolean> => {
    run = await api.get<Row>(`/flow_runs/${String(id)}`);
    return ["COMPLETED", "FAILED", "CRASHED"].includes(String(run.state_type));
  };
  await expect.poll(ended, { timeout: 60_000, interval: 200 }).toBe(true);
  return run;
};

describe.skipIf(programs === "")("code in a store that speaks S3", () => {
  beforeAll(async () => {
    // The user is made by the first requests; from then on the store checks keys, signatures and rights.
    const env = { INITIAL_NO_AUTH_ACTION_COUNT: "4" };
    store = startProgram(join(programs, "moto_server"), ["-H", "127.0.0.1", "-p", "0"], { env });
    await store.printed(/Running on (http:\S+)/);
    endpoint = /Running on (http:\S+)/.exec(store.output())?.[1] ?? "";
    keys = JSON.parse(await boto("make", bucket)) as [string, string];
    server = await startMillrace();
    api = createApi(server.url);
    await saveCredentials();
  });
  afterAll(async () => {
    await store?.stop();
    await server?.stop();
  });

  test("deploy pushes it, and each run fetches it, with a block's credentials", () =>
    withHome(async (home) => {
      const pool = uniqueName("s3");
      const project = join(home, "project");
      const files = { "flows.ts": flows, "data/ü + & %20.txt": "well met", "node_modules/x/y.js": "", ".prefectignore": "node_modules/\n" };
      write(project, { ...files, "prefect.yaml": deployments(pool) });
      await api.post("/work_pools/", { name: pool, type: "process" });
      const deploying = millrace(["deploy", "--all"], project);
      expect([await deploying.ended, deploying.output()]).toEqual([0, expect.stringContaining("Pushed 4 files to s3://code/flows/main")]);
      const stored = JSON.parse(await boto("list", bucket)) as Record<string, string>;
      expect(Object.keys(stored).sort()).toEqual(
        [".prefectignore", "data/ü + & %20.txt", "flows.ts", "prefect.yaml"].map((file) => `flows/main/${file}`),
      );
      expect(stored["flows/main/data/ü + & %20.txt"]).toBe("well met");

      const worker = millrace(["worker", "start", "--pool", pool], home);
      try {
        const run = await runOf(await api.get<Row>("/deployments/name/greet/stored"));
        expect([run.state_name, (run.state as Row).data]).toEqual(["Completed", "well met"]);
      } finally {
        await worker.stop();
      }
    }));

  test("fromSource deploys what another program put there, with keys of the environment", () =>
    withHome(async (home) => {
      const pool = uniqueName("s3");
      write(join(home, "put"), { "flows.ts": flows, "data/ü + & %20.txt": "again" });
      await boto("put", bucket, "other/", join(home, "put"));
      await api.post("/work_pools/", { name: pool, type: "process" });
      const sdk = JSON.stringify(join(import.meta.dirname, "..", "packages", "sdk", "src", "index.ts"));
      const program = `
        import { fromSource } from ${sdk};
        const source = await fromSource({ bucket: "${bucket}", folder: "other", endpoint: "${endpoint}" }, "flows.ts:greet");
        await source.deploy({ name: "sourced", workPool: "${pool}" });
      `;
      write(home, { "deploy.ts": program });
      const env = { ...pythonEnvironment(server, home), AWS_ACCESS_KEY_ID: keys[0], AWS_SECRET_ACCESS_KEY: keys[1] };
      const deploying = startProgram(process.execPath, ["deploy.ts"], { cwd: home, env });
      expect([await deploying.ended, deploying.output()]).toEqual([0, expect.stringContaining("Deployed greet/sourced.")]);
      const worker = millrace(["worker", "start", "--pool", pool], home, env);
      try {
        const run = await runOf(await api.get<Row>("/deployments/name/greet/sourced"));
        expect([run.state_name, (run.state as Row).data]).toEqual(["Completed", "again"]);
      } finally {
        await worker.stop();
      }
    }));

  test.each([
    [{ bucket: "nowhere", folder: "f" }, {}, "The bucket nowhere refused: NoSuchBucket. Create it, or correct the name."],
    [{ bucket, folder: "empty" }, {}, 'There is nothing in the folder "empty" of the bucket.'],
    [{ bucket, folder: "f" }, { AWS_ACCESS_KEY_ID: "AKIAX", AWS_SECRET_ACCESS_KEY: "hush" }, "The store does not know the key."],
    // A deployment keeps what it is given here, so that a secret has to stay in its block.
    [
      { bucket, folder: "f", credentials: { aws_secret_access_key: "hush" } },
      {},
      "credentials of fromSource is an object; it takes a text.",
    ],
  ])("a run that cannot fetch it says why: %j %j", (inputs, found, says) =>
    withHome(async (home) => {
      const sdk = JSON.stringify(join(import.meta.dirname, "..", "packages", "sdk", "src", "index.ts"));
      write(home, {
        "try.ts": `import { fromSource } from ${sdk};
          await fromSource(${JSON.stringify({ ...inputs, endpoint })}, "flows.ts:greet").catch((error) => console.log(error.message));`,
      });
      const env = { ...pythonEnvironment(server, home), AWS_ACCESS_KEY_ID: keys[0], AWS_SECRET_ACCESS_KEY: keys[1], ...found };
      const program = startProgram(process.execPath, ["try.ts"], { cwd: home, env });
      expect([await program.ended, program.output()]).toEqual([0, expect.stringContaining(says)]);
      expect(program.output()).not.toContain("hush");
    }),
  );
});
