import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCaptured, stubServer } from "../../fixtures/captured-host.ts";

const env = { PREFECT_API_URL: "http://127.0.0.1:4200/api" };
const dir = mkdtempSync(join(tmpdir(), "millrace-cli-worker-"));

const poolOf = (type: string) =>
  stubServer({
    "GET /work_pools/p": { body: { name: "p", type, is_paused: false } },
    "POST /work_pools/p/queues/filter": { body: [] },
  }).fetch;

describe("worker start", () => {
  test.each([
    { what: "no server", options: { env: {} }, args: ["--pool", "p"], said: "A worker needs the address of a server." },
    { what: "no pool", options: {}, args: [], said: "A worker needs a work pool. Name it with --pool NAME." },
    {
      what: "a server that is away",
      options: {},
      args: ["--pool", "p"],
      said: 'The type of the work pool "p" could not be read from http://127.0.0.1:4200/api. Name it with --type to start anyway.',
    },
    {
      what: "a pool whose runs no worker starts",
      options: { fetch: poolOf("ecs:push") },
      args: ["--pool", "p"],
      said: 'The work pool "p" is of the type "ecs:push", whose runs no worker starts. Name another pool.',
    },
    {
      what: "a type there is no infrastructure for",
      options: {},
      args: ["--pool", "p", "--type", "kubernetes", "--install-policy", "always"],
      said: [
        'This worker has no infrastructure of the type "kubernetes"; it has process and docker. None can be installed into it.',
        "Python's worker has it, and serves the same pool:",
        "  pip install prefect prefect-kubernetes",
        "  python -m prefect worker start --type kubernetes --pool NAME\n",
      ].join("\n"),
    },
    {
      what: "a type nobody has heard of",
      options: {},
      args: ["--pool", "p", "--type", "moon-base"],
      said: 'it has process and docker. Use a pool of such a type, or the worker of the Python client with the package for "moon-base".',
    },
    {
      what: "a type that is misspelt",
      options: {},
      args: ["--pool", "p", "--type", "proces"],
      said: "it has process and docker. Did you mean process?",
    },
    {
      what: "a template that is not there",
      options: {},
      args: ["--pool", "p", "--type", "process", "--base-job-template", "nope.json"],
      said: "nope.json",
    },
  ])("with $what ends with a sentence", async ({ options, args, said }) => {
    const { code, stderr } = await runCaptured(["worker", "start", ...args], { dir, env, ...options });
    expect(stderr).toContain(said);
    expect(code).toBe(1);
  });
});
