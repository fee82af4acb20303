import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Deployment, Flow, JsonObject } from "@millrace/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
const root = join(import.meta.dirname, "..", "..", "..", "..", "..");

const deploy = async (flow: string, name: string, more: JsonObject): Promise<Deployment> => {
  const { id: flow_id } = await cli.server.ask<Flow>("POST", "/flows/", { name: flow });
  return cli.server.ask<Deployment>("POST", "/deployments/", { name, flow_id, ...more });
};

const schema = {
  title: "Parameters",
  type: "object",
  properties: {
    urls: { type: "array", items: { type: "string" }, description: "Where to begin." },
    depth: { type: "integer", default: 1 },
    mode: { enum: ["fast", "slow", 3], default: "fast" },
    tree: { $ref: "#/definitions/Node" },
    pair: { type: "array", prefixItems: [{ type: "string" }, { type: ["number", "null"] }] },
    "odd name": { anyOf: [{ type: "boolean" }, { type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } }] },
    counts: { type: "object", additionalProperties: { type: "integer" } },
    anything: {},
  },
  required: ["urls", "tree"],
  definitions: {
    Node: {
      type: "object",
      properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#/definitions/Node" } } },
      required: ["name"],
    },
  },
};

beforeAll(async () => {
  cli = await startCliServer();
  await deploy("crawl", "nightly", { parameter_openapi_schema: schema });
  await deploy("crawl", "once", { parameter_openapi_schema: schema, parameters: { urls: [], tree: { name: "a" } } });
  await deploy("2 days", "über", {});
});
afterAll(() => cli.stop());

/** What the compiler says of a program that uses the module. */
const check = async (program: string): Promise<string> => {
  writeFileSync(join(cli.dir, "use.ts"), program);
  const compilerOptions = { noEmit: true, composite: false, paths: { millrace: [join(root, "packages/sdk/src/index.ts")] } };
  const types = { typeRoots: [join(root, "node_modules/@types")], types: ["node"] };
  const config = {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: { ...compilerOptions, ...types, emitDeclarationOnly: false },
    files: ["use.ts"],
  };
  writeFileSync(join(cli.dir, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(cli.dir, "package.json"), '{ "type": "module" }');
  const tsc = join(root, "node_modules/.bin/tsc");
  return promisify(execFile)(tsc, ["-p", "."], { cwd: cli.dir }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { readonly stdout: string }) => stdout,
  );
};

test("the module has the parameters of each deployment as a type", { timeout: 120_000 }, async () => {
  expect(await cli.say("sdk generate -o deployments.ts")).toBe("Wrote deployments.ts with 3 deployments.\n");
  const text = readFileSync(join(cli.dir, "deployments.ts"), "utf8");
  expect(text).toContain(`
/** Parameters of crawl/nightly. */
export type CrawlNightly = {
  /** Where to begin. */
  readonly urls: readonly string[];
  readonly depth?: number;
  readonly mode?: "fast" | "slow" | 3;
  readonly tree: {
    readonly name: string;
    readonly children?: readonly unknown[];
  };
  readonly pair?: readonly [string, number | null];
  readonly "odd name"?: boolean | readonly (string | null)[];
  readonly counts?: Readonly<Record<string, number>>;
  readonly anything?: unknown;
};
`);
  const uses = `import { deployments } from "./deployments.ts";
await deployments["crawl/nightly"]({ urls: ["a"], tree: { name: "b", children: [] }, mode: 3 }, { timeout: "5s" });
await deployments["crawl/once"]();
await deployments["2 days/über"]({}, { tags: ["x"] }).created;
await deployments["crawl/nightly"]({ urls: [1], tree: { name: "b" } });
await deployments["crawl/nightly"]({ urls: [] });
await deployments["crawl/none"]();
`;
  expect((await check(uses)).match(/^\S+\.ts\(\d+/gm)).toEqual(["use.ts(5", "use.ts(6", "use.ts(7"]);
});

test("it holds some of them when asked, and none is no module", async () => {
  expect(await cli.say("sdk generate -o some.ts -f crawl -d crawl/once")).toBe("Wrote some.ts with 1 deployment.\n");
  expect(await cli.refuse("sdk generate -o none.ts -d nope")).toContain("There is no such deployment");
  expect(await cli.refuse("sdk generate")).toContain("Name the file to write with --output");
  expect(await cli.refuse("sdk generate -o no/such/folder.ts")).toBe("no/such/folder.ts cannot be written (ENOENT).");
});
