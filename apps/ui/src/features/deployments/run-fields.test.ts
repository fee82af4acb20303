import { expect, test } from "vitest";
import { type RunFields, readGiven, toRunRequest } from "./run-fields.ts";

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
