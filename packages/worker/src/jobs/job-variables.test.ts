import type { JsonObject } from "@millrace/contract";
import { jobTemplateOf } from "@millrace/contract";
import { expect, test } from "vitest";
import { fillTemplate } from "./job-variables.ts";

const template: JsonObject = {
  job_configuration: { command: "{{ command }}", env: { FIXED: "1" }, labels: "{{ labels }}", manifest: { memory: "{{ memory }}Mi" } },
  variables: {
    type: "object",
    properties: {
      memory: { default: 512 },
      env: { default: { LEVEL: "low" } },
      labels: { default: { a: "1" } },
      command: { default: null },
    },
  },
};

test.each<{ readonly what: string; readonly deployment?: JsonObject; readonly run?: JsonObject; readonly job: JsonObject }>([
  { what: "defaults", job: { env: { FIXED: "1", LEVEL: "low" }, labels: { a: "1" }, manifest: { memory: "512Mi" } } },
  {
    what: "environments add up, other objects are replaced whole",
    deployment: { env: { LEVEL: "mid", A: "a" }, labels: { b: "2" }, memory: 1 },
    run: { env: { A: "b", FIXED: null } },
    job: { env: { FIXED: null, LEVEL: "mid", A: "b" }, labels: { b: "2" }, manifest: { memory: "1Mi" } },
  },
  {
    what: "dotted names are nested, plain ones win over them",
    deployment: { "env.A": "dotted", "env.B": "dotted" },
    run: { env: { A: "plain" } },
    job: { env: { FIXED: "1", LEVEL: "low", A: "plain", B: "dotted" }, labels: { a: "1" }, manifest: { memory: "512Mi" } },
  },
  {
    what: "null overrides a default",
    run: { labels: null, command: "run it" },
    job: { command: "run it", env: { FIXED: "1", LEVEL: "low" }, labels: null, manifest: { memory: "512Mi" } },
  },
])("$what", ({ deployment = {}, run = {}, job }) => {
  expect(fillTemplate(template, { deployment, run })).toEqual(job);
});

test("the template of a kind leaves out what nobody gives", () => {
  expect(fillTemplate(jobTemplateOf("process"), { deployment: { env: { A: "1" } }, run: { "env.B": "2" } })).toEqual({
    env: { A: "1", B: "2" },
    stream_output: true,
  });
});
