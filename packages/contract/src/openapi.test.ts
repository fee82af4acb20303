import { expect, test } from "vitest";
import { createOpenApi } from "./openapi.ts";
import { route, socket } from "./route.ts";
import { Bool, Closed, Default, Instant, Integer, List, Nullable, Open, Optional, Parameters, Seconds, Text, Uuid } from "./schema.ts";

const Policy = Open({ retries: Default(Integer, 0), after: Optional(Seconds) });
const Thing = Open({ id: Uuid, policy: Policy, seen: Nullable(Instant) });
const NewThing = Closed({ policy: Default(Policy, { retries: 1, after: undefined }), name: Text });

const things = {
  create: route.post("/things/", { summary: "Make one.", body: NewThing, replies: { 201: Thing } }),
  list: route.post("/things/filter", { body: Parameters({ limit: Default(Integer, 5) }), replies: { 200: List(Thing) } }),
  get: route.get("/things/:id", { params: Open({ id: Uuid }), query: Open({ deep: Default(Bool, false) }), replies: { 200: Thing } }),
  read: route.get("/things/:id/log", {
    access: "open",
    params: Open({ id: Uuid }),
    replies: { 200: Text },
    type: "text/csv; charset=utf-8",
  }),
  delete: route.delete("/things/:id", { params: Open({ id: Uuid }), replies: { 204: null } }),
  watch: socket("/things/out", "Things as they come."),
};

const { paths, components, servers } = createOpenApi({
  routes: { things },
  shapes: [{ Thing, NewThing, Policy }],
  version: "1",
  basePath: "/api",
}) as Record<string, Record<string, Record<string, Record<string, unknown>>>>;

const json = (schema: unknown) => ({ "application/json": { schema } });
const versionHeader = { name: "x-prefect-api-version", in: "header", required: false, schema: { type: "string" } };

test("holds every route that is called by HTTP, with its parameters", () => {
  expect(servers).toEqual([{ url: "/api" }]);
  expect(Object.keys(paths ?? {})).toEqual(["/things/", "/things/filter", "/things/{id}", "/things/{id}/log"]);
  expect(paths?.["/things/{id}"]?.get).toMatchObject({
    operationId: "things.get",
    parameters: [
      { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } },
      { name: "deep", in: "query", required: false, schema: { type: "boolean", default: false } },
      versionHeader,
    ],
    responses: { 200: { content: json({ $ref: "#/components/schemas/Thing" }) } },
  });
  expect(paths?.["/things/{id}"]?.delete).toMatchObject({ responses: { 204: { description: "Done; there is nothing to tell." } } });
});

test("says which bodies are needed, and that null stands for a parameter's default", () => {
  expect(paths?.["/things/"]?.post?.requestBody).toEqual({ required: true, content: json({ $ref: "#/components/schemas/NewThingInput" }) });
  expect(paths?.["/things/filter"]?.post?.requestBody).toEqual({
    required: false,
    content: json({ type: "object", properties: { limit: { anyOf: [{ type: "integer" }, { type: "null" }], default: 5 } } }),
  });
});

test("tells what goes in from what comes out: defaults and durations", () => {
  const schemas = components?.schemas;
  expect(schemas?.NewThingInput).toEqual({
    type: "object",
    properties: {
      policy: { $ref: "#/components/schemas/PolicyInput", default: { retries: 1 } },
      name: { type: "string" },
    },
    required: ["name"],
    additionalProperties: false,
  });
  expect(schemas?.PolicyInput).toMatchObject({
    properties: {
      after: {
        anyOf: [
          { type: "number", format: "time-delta" },
          { type: "string", format: "duration" },
        ],
      },
    },
  });
  expect(schemas?.PolicyInput).not.toHaveProperty("required");
  expect(schemas?.Policy).toMatchObject({ required: ["retries"], properties: { after: { type: "number", format: "time-delta" } } });
});

test("says what needs no credentials, and what is no JSON", () => {
  expect(paths?.["/things/{id}/log"]?.get).toMatchObject({
    security: [],
    responses: { 200: { content: { "text/csv": { schema: { type: "string" } } } } },
  });
});
