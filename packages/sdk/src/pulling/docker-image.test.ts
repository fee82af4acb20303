import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@millrace/client";
import type { JsonObject } from "@millrace/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSteps } from "./run-steps.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-docker-steps-"));
  // Stands in for the real program, so that the test needs neither an engine nor a registry.
  const program =
    '#!/bin/sh\n[ "$1 $2" = "push broken:1" ] && { echo denied >&2; exit 1; }\n[ "$1" = image ] && echo sha256:1 || echo "$@"\n';
  writeFileSync(join(dir, "docker"), program, { mode: 0o755 });
});
afterAll(() => rmSync(dir, { recursive: true }));

const run = async (...written: readonly (readonly [string, JsonObject])[]) => {
  const lines: string[] = [];
  const steps = written.map(([name, inputs]) => ({ [`prefect_docker.deployments.steps.${name}`]: inputs }));
  const client = createClient({ url: "http://127.0.0.1:1/api" });
  const env = { PATH: `${dir}:/usr/bin:/bin` };
  const log = (line: string) => lines.push(line);
  const { outputs } = await runSteps({ client, steps, what: "the build step", deployment: "d", cwd: dir, env, log });
  return { lines, outputs };
};

describe("steps with images", () => {
  test("build one and push what was built", async () => {
    const build = { id: "built", image_name: "acme/flows", tag: "v1", additional_tags: ["new"], buildargs: { A: 1 } };
    const push = { image_name: "{{ built.image_name }}", tag: "{{ built.tag }}", additional_tags: "{{ built.additional_tags }}" };
    const { lines, outputs } = await run(["build_docker_image", build], ["push_docker_image", push]);
    expect(lines).toEqual([
      "build --file Dockerfile --tag acme/flows:v1 --tag acme/flows:new --build-arg A=1 .",
      "push acme/flows:v1",
      "push acme/flows:new",
    ]);
    expect(outputs.image).toBe("acme/flows:v1");
  });

  test.each<[string, JsonObject, string]>([
    ["build_docker_image", {}, '"image_name" is missing'],
    ["build_docker_image", { image_name: "a", dockerfile: "auto" }, "Write a Dockerfile"],
    ["push_docker_image", { image_name: "broken", tag: "1" }, '"docker push" ended with exit code 1: denied'],
    ["push_docker_image", { image_name: "a", credentials: { password: "hush" } }, "docker login"],
  ])("%s %j says what is wrong", async (name, inputs, message) => {
    await expect(run([name, inputs])).rejects.toThrow(message);
  });
});
