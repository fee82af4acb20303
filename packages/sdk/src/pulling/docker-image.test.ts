import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createClient } from "@millrace/client";
import type { JsonObject } from "@millrace/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSteps } from "./run-steps.ts";

const program = `#!/bin/sh
case "$1 $2" in
  "push broken:1") echo denied >&2; exit 1 ;;
  "image inspect") echo sha256:1 ;;
  "login "*) read -r password; [ "$password" = hush ] || { echo denied >&2; exit 1; }; echo "$@" > "$DOCKER_CONFIG/who" ;;
  "push "*) echo "$@" "$(cat "$DOCKER_CONFIG/who" 2>/dev/null)" ;;
  *) echo "$@"; if [ "$3" = - ]; then cat; fi ;;
esac
`;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-docker-steps-"));
  // Stands in for the real program, so that the test needs neither an engine nor a registry.
  writeFileSync(join(dir, "docker"), program, { mode: 0o755 });
});
afterAll(() => rmSync(dir, { recursive: true }));

const run = async (...written: readonly (readonly [string, JsonObject])[]) => {
  const lines: string[] = [];
  const steps = written.map(([name, inputs]) => ({ [`prefect_docker.deployments.steps.${name}`]: inputs }));
  const client = createClient({ url: "http://127.0.0.1:1/api" });
  const env = { PATH: `${dir}:/usr/bin:/bin`, HOME: dir };
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
      "push acme/flows:v1 ",
      "push acme/flows:new ",
    ]);
    expect(outputs.image).toBe("acme/flows:v1");
  });

  test("write the Dockerfile of a project that has none, for its language", async () => {
    const build = { image_name: "acme/flows", tag: "v1", dockerfile: "auto" };
    const home = `/opt/prefect/${basename(dir)}/`;
    writeFileSync(join(dir, "requirements.txt"), "httpx\n");
    expect((await run(["build_docker_image", build])).lines).toEqual([
      "build --file - --tag acme/flows:v1 .",
      "FROM prefecthq/prefect:3-latest",
      `COPY requirements.txt ${home}requirements.txt`,
      `RUN python -m pip install --no-cache-dir -r ${home}requirements.txt`,
      `COPY . ${home}`,
      `WORKDIR ${home}`,
    ]);
    writeFileSync(join(dir, "package.json"), "{}");
    expect((await run(["build_docker_image", build])).lines).toContain(
      "RUN rm -rf node_modules && npm install --omit=dev --no-audit --no-fund",
    );
    writeFileSync(join(dir, "Dockerfile"), "");
    await expect(run(["build_docker_image", build])).rejects.toThrow("there is a Dockerfile already");
  });

  test("tag each build without a tag anew", async () => {
    const { outputs } = await run(["build_docker_image", { image_name: "acme/flows" }]);
    expect(outputs.image).toMatch(/^acme\/flows:\d{4}-\d\d-\d\dt[\d-]+z$/);
  });

  test("push as whoever the credentials say, for this once", async () => {
    const credentials = { username: "ada", password: "hush", registry_url: "registry.acme.example" };
    const { lines } = await run(["push_docker_image", { image_name: "acme/flows", tag: "v1", credentials }]);
    expect(lines).toEqual(["push acme/flows:v1 login --username ada --password-stdin registry.acme.example"]);
    expect((await run(["push_docker_image", { image_name: "acme/flows", tag: "v1" }])).lines).toEqual(["push acme/flows:v1 "]);
  });

  test.each<[string, JsonObject, string]>([
    ["build_docker_image", {}, '"image_name" is missing'],
    ["push_docker_image", { image_name: "broken", tag: "1" }, '"docker push" ended with exit code 1: denied'],
    ["push_docker_image", { image_name: "a", credentials: { password: "hush" } }, '"username" is missing'],
    [
      "push_docker_image",
      { image_name: "a", credentials: { username: "eve", password: "wrong" } },
      '"docker login" ended with exit code 1: denied',
    ],
  ])("%s %j says what is wrong", async (name, inputs, message) => {
    await expect(run([name, inputs])).rejects.toThrow(message);
  });
});
