import { describe, expect, test } from "vitest";
import { defaultsOf, parseObject, readWorkerKinds, schemaOfDefaults, withDefaults } from "./job-template.ts";

const template = {
  job_configuration: { command: "{{ command }}" },
  variables: {
    type: "object",
    required: ["image"],
    properties: { command: { type: "string", default: "run" }, image: { type: "string" }, env: { type: "object", default: {} } },
  },
};

describe("the defaults of a job template", () => {
  test("are the values of a form in which everything may be left out", () => {
    expect(defaultsOf(template)).toEqual({ command: "run", env: {} });
    expect(schemaOfDefaults(template)).toEqual({
      type: "object",
      properties: { command: { type: "string" }, image: { type: "string" }, env: { type: "object" } },
    });
  });

  test("are replaced as a whole, and nothing else changes", () => {
    expect(withDefaults(template, { image: "alpine", command: null })).toEqual({
      job_configuration: template.job_configuration,
      variables: {
        type: "object",
        required: ["image"],
        properties: {
          command: { type: "string", default: null },
          image: { type: "string", default: "alpine" },
          env: { type: "object" },
        },
      },
    });
    expect(withDefaults(template, defaultsOf(template))).toEqual(template);
    expect(withDefaults({}, {})).toEqual({});
  });

  test("keep values of variables the template does not have", () => {
    expect(defaultsOf(withDefaults({}, { extra: 1 }))).toEqual({ extra: 1 });
    expect(defaultsOf({ variables: "nonsense" })).toEqual({});
  });
});

test.each([
  ['{"a": 1}', { value: { a: 1 } }],
  ["[]", { problem: "A job template is a JSON object." }],
  ["{", { problem: expect.stringContaining("JSON") }],
])("%s", (text, expected) => {
  expect(parseObject(text)).toEqual(expected);
});

test("kinds of worker are told by the server's collection, whatever else is in it", () => {
  const process = { type: "process", display_name: "Process", description: "Beside the worker.", default_base_job_configuration: template };
  const kinds = readWorkerKinds({
    a: { docker: { type: "docker", is_beta: true } },
    b: { process, "prefect-agent": { type: "prefect-agent" } },
    c: 1,
  });
  expect(kinds).toEqual([
    { type: "docker", label: "docker", description: "", isBeta: true, template: {} },
    { type: "process", label: "Process", description: "Beside the worker.", isBeta: false, template },
  ]);
});
