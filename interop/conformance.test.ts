import { expect, inject, test } from "vitest";
import { createApi } from "./harness/api.ts";
import { compareDocuments } from "./harness/compare-documents.ts";
import { documentDifferences } from "./harness/document-differences.ts";
import type { OpenApi } from "./harness/openapi.ts";

const millrace = inject("millrace");
const prefect = inject("prefect");

const documentOf = ({ url }: { readonly url: string }): Promise<OpenApi> => createApi(url).get<OpenApi>("/openapi.json");

test.skipIf(millrace === undefined || prefect === undefined)(
  "every route and shape of the reference is in ours, but for what is listed",
  async () => {
    if (millrace === undefined || prefect === undefined) return;
    const [theirs, ours] = await Promise.all([documentOf(prefect), documentOf(millrace)]);
    expect(Object.keys(theirs.paths).length).toBeGreaterThan(100);
    expect(compareDocuments(theirs, ours)).toEqual(documentDifferences.flatMap(({ lines }) => lines).sort());
  },
);

const text = { type: "string" };
const documentWith = (body: object, reply: object, required: readonly string[] = []): OpenApi => ({
  paths: {
    "/a": {
      post: {
        requestBody: { content: { json: { schema: { type: "object", properties: { x: body }, required } } } },
        responses: { 200: { content: { json: { schema: { type: "object", properties: { y: reply }, required: ["y"] } } } } },
      },
    },
  },
});

test.each([
  {
    what: "a field that is gone",
    ours: documentWith(text, text),
    theirs: documentWith(text, { type: "object", properties: { z: text } }),
    found: ["POST /a 200.y: object → string"],
  },
  {
    what: "a body that takes less",
    theirs: documentWith({ anyOf: [text, { type: "null" }] }, text),
    ours: documentWith(text, text),
    found: ["POST /a body.x: null | string → string"],
  },
  {
    what: "a body that takes more",
    theirs: documentWith(text, text),
    ours: documentWith({ anyOf: [text, { type: "null" }] }, text),
    found: [],
  },
  {
    what: "a reply that promises less",
    theirs: documentWith(text, { ...text, format: "uuid" }),
    ours: documentWith(text, text),
    found: ["POST /a 200.y: string uuid → string"],
  },
  { what: "a reply that promises more", theirs: documentWith(text, {}), ours: documentWith(text, text), found: [] },
  {
    what: "a field that is now needed",
    theirs: documentWith(text, text),
    ours: documentWith(text, text, ["x"]),
    found: ["POST /a body.x: optional → required"],
  },
  { what: "a route that is gone", theirs: documentWith(text, text), ours: { paths: {} }, found: ["POST /a: missing"] },
])("the comparison finds $what", ({ theirs, ours, found }) => {
  expect(compareDocuments(theirs, ours)).toEqual(found);
});
