import { expect, test } from "vitest";
import { changedPart, newFields, toBody } from "./deployment-fields.ts";

const fields = { ...newFields("etl"), name: "nightly" };
const asked = { parameters: {}, isNew: true };

test("empty fields are sent as nothing, JSON as what it says", () => {
  const found = toBody({ ...fields, pool: "k8s", jobVariables: '{"cpu": 2}', pullSteps: '[{"git": {}}]', limit: 3, grace: 90 }, asked);
  expect(found).toEqual({
    body: {
      description: null,
      version: null,
      tags: [],
      work_pool_name: "k8s",
      work_queue_name: null,
      entrypoint: null,
      path: null,
      pull_steps: [{ git: {} }],
      parameter_openapi_schema: null,
      enforce_parameter_schema: true,
      parameters: {},
      job_variables: { cpu: 2 },
      concurrency_limit: 3,
      concurrency_options: { collision_strategy: "ENQUEUE", grace_period_seconds: 90 },
    },
  });
});

test("what is wrong is told for each field", () => {
  const wrong = { ...fields, flow: "", name: " ", pullSteps: "{}", schema: "[", jobVariables: "3" };
  expect(toBody(wrong, asked)).toEqual({
    problems: {
      flow: "Which flow is it to run?",
      name: "A deployment needs a name.",
      pullSteps: "This has to be a list of objects, in square brackets.",
      schema: "This is not JSON.",
      jobVariables: "This has to be an object, in curly brackets.",
    },
  });
  expect(toBody({ ...fields, flow: "" }, { ...asked, isNew: false })).toHaveProperty("body");
});

test("only what differs is changed", () => {
  const [before, after] = [fields, { ...fields, tags: ["x"], limit: 2 }].map((each) => toBody(each, asked));
  if (before === undefined || after === undefined || !("body" in before) || !("body" in after)) throw new Error("These fields are fine.");
  expect(changedPart(before.body, before.body)).toEqual({});
  expect(changedPart(before.body, after.body)).toEqual({
    tags: ["x"],
    concurrency_limit: 2,
    concurrency_options: { collision_strategy: "ENQUEUE", grace_period_seconds: null },
  });
});
