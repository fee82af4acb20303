import type { FlowRun } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { inputsOf, type RunFields, readGiven, readOlderOptions, toRunRequest } from "./run-fields.ts";

const fields: RunFields = {
  name: "",
  start: "now",
  wall: "",
  zone: "Europe/Berlin",
  message: "",
  tags: [],
  queue: "",
  retries: null,
  retryDelay: null,
  jobVariables: "",
  isEnforced: true,
};
const asked = { fields, parameters: { a: 1 }, enforces: true, now: Date.parse("2026-03-01T12:00:00Z") };

describe("an earlier run as what a new one begins with", () => {
  const run = {
    parameters: { a: 1 },
    tags: ["nightly", "by-hand"],
    work_pool_name: "local",
    work_queue_name: "fast",
    empirical_policy: { retries: 2, retry_delay: 30 },
    job_variables: { cpu: 2 },
  } as unknown as FlowRun;
  const deployment = { tags: ["nightly"], work_pool_name: "local", work_queue_name: "default" };

  test("brings what it was given besides what the deployment gives", () => {
    expect(inputsOf(run, deployment)).toEqual({
      parameters: { a: 1 },
      fields: { tags: ["by-hand"], queue: "fast", retries: 2, retryDelay: 30, jobVariables: JSON.stringify({ cpu: 2 }, null, 2) },
    });
  });
  test("leaves the queue to the deployment where that says the same, or has another work pool by now", () => {
    expect(inputsOf(run, { ...deployment, work_queue_name: "fast" }).fields.queue).toBe("");
    expect(inputsOf(run, { ...deployment, work_pool_name: "elsewhere" }).fields.queue).toBe("");
  });
});

test("only what was said is sent", () => {
  expect(toRunRequest(asked)).toEqual({ body: { parameters: { a: 1 } } });
});

test("everything that was said is sent, the start as a moment of the chosen zone", () => {
  const said: RunFields = {
    ...fields,
    name: " mine ",
    start: "later",
    wall: "2026-07-01T09:30",
    message: "please",
    tags: ["x"],
    queue: "fast",
    retries: 3,
    retryDelay: 60,
    jobVariables: '{"cpu": 2}',
    isEnforced: false,
  };
  expect(toRunRequest({ ...asked, fields: said })).toEqual({
    body: {
      parameters: { a: 1 },
      name: "mine",
      state: { type: "SCHEDULED", message: "please", state_details: { scheduled_time: "2026-07-01T09:30:00+02:00" } },
      tags: ["x"],
      work_queue_name: "fast",
      empirical_policy: { retries: 3, retry_delay: 60 },
      job_variables: { cpu: 2 },
      enforce_parameter_schema: false,
    },
  });
});

test("a start that has passed and job variables that are no object are refused where they were typed", () => {
  const wrong: RunFields = { ...fields, start: "later", wall: "2026-03-01T12:59", jobVariables: "[1]" };
  expect(toRunRequest({ ...asked, fields: wrong })).toEqual({
    problems: {
      wall: "This has passed. Choose a time to come, or start now.",
      jobVariables: "This has to be an object, in curly brackets.",
    },
  });
  expect(toRunRequest({ ...asked, fields: { ...fields, start: "later" } })).toEqual({
    problems: { wall: "Say when the run is to start." },
  });
});

test("values of an address count when they are an object", () => {
  expect(readGiven('{"a": [1]}')).toEqual({ a: [1] });
  expect(readGiven("[1]")).toBeUndefined();
  expect(readGiven("{")).toBeUndefined();
});

test("an older address gives more than parameters, as far as it makes sense", () => {
  const given = {
    message: "again",
    tags: ["prod", 7],
    work_queue_name: "fast",
    retries: 2,
    retry_delay: "soon",
    job_variables: { cpu: 1 },
    color: "red",
  };
  expect(readOlderOptions(JSON.stringify(given))).toEqual({
    message: "again",
    tags: ["prod"],
    queue: "fast",
    retries: 2,
    jobVariables: '{\n  "cpu": 1\n}',
  });
  expect(readOlderOptions("{")).toEqual({});
});
