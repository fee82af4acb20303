import { ClientError } from "@millrace/client";
import type { BlockDocument, Json, JsonObject, Variable } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { fillPlaceholders } from "./placeholders.ts";
import { resolveReferences } from "./references.ts";

const values: JsonObject = { name: "crawl", n: 3, on: true, none: null, list: [1, { a: "x" }], deep: { a: { b: "c" } } };

describe("placeholders", () => {
  test.each<[Json, Json | undefined]>([
    ["{{ name }}", "crawl"],
    ["{{n}}", 3],
    ["{{ none }}", null],
    ["{{ deep.a.b }} and {{ list[1].a }}", "c and x"],
    ["{{ list[0] }}", 1],
    ["{{ on }}/{{ none }}/{{ list }}", "True/None/[1, {'a': 'x'}]"],
    ["{{ missing }}", undefined],
    ["-{{ missing }}-", "--"],
    ["{{ name | upper }}", "{{ name | upper }}"],
    [
      { kept: "{{ name }}", gone: "{{ missing }}", "{{ name }}": 1 },
      { kept: "crawl", "{{ name }}": 1 },
    ],
    [["{{ missing }}", "{{ n }}"], [3]],
    [
      [["{{ n }}", null], ["x"]],
      [[3, null], ["x"]],
    ],
    ["{{ prefect.variables.x }}", "{{ prefect.variables.x }}"],
    ["{{ $HOME }}", "{{ $HOME }}"],
    ["{{ constructor }}", undefined],
  ])("%j becomes %j", (template, filled) => {
    expect(fillPlaceholders(template, values)).toEqual(filled);
  });

  test("may stay where nothing is known, and may read the environment", () => {
    expect(fillPlaceholders("{{ missing }}", values, { keepsMissing: true })).toBe("{{ missing }}");
    const some = { keepsMissing: (name: string) => name.startsWith("ctx.") };
    expect(fillPlaceholders(["{{ ctx.flow }}", "{{ missing }}", "a {{ missing }}"], values, some)).toEqual(["{{ ctx.flow }}", "a "]);
    expect(fillPlaceholders("{{ $LEVEL }}{{ $NONE }}", {}, { env: { LEVEL: "high" } })).toBe("high");
  });
});

const missing = () => new ClientError({ kind: "not-found", method: "GET", url: "http://test", status: 404, detail: "none" });

const blocks: Readonly<Record<string, JsonObject>> = {
  "secret/token": { value: "s3cret" },
  "json/settings": { value: { region: "eu", zones: ["a"] } },
  "s3/bucket": { bucket: "b", credentials: { key: "k" } },
};

const lookup = {
  blockTypes: {
    getDocumentByName: async ({ slug, block_document_name }: { readonly slug: string; readonly block_document_name: string }) => {
      const data = blocks[`${slug}/${block_document_name}`];
      if (data === undefined) throw missing();
      return { name: block_document_name, data } as BlockDocument;
    },
  },
  blockDocuments: { get: async () => ({ data: { user: "u" } }) as unknown as BlockDocument },
  variables: {
    getByName: async ({ name }: { readonly name: string }) => {
      if (name !== "limit") throw missing();
      return { value: 5 } as Variable;
    },
  },
} as unknown as Parameters<typeof resolveReferences>[0];

describe("references", () => {
  test.each<[Json, Json]>([
    ["{{ prefect.blocks.secret.token }}", "s3cret"],
    ["Bearer {{ prefect.blocks.secret.token }}", "Bearer s3cret"],
    ["{{ prefect.blocks.json.settings.region }}", "eu"],
    ["{{ prefect.blocks.json.settings.value.zones[0] }}", "a"],
    ["{{ prefect.blocks.s3.bucket }}", { bucket: "b", credentials: { key: "k" } }],
    [{ a: ["{{ prefect.variables.limit }}", "at most {{ prefect.variables.limit }}"] }, { a: [5, "at most 5"] }],
    ["{{ prefect.variables.nope }}", ""],
    [{ $ref: { block_document_id: "0198c0de-0000-7000-8000-000000000000" } }, { user: "u" }],
  ])("%j becomes %j", async (template, resolved) => {
    expect(await resolveReferences(lookup, template)).toEqual(resolved);
  });

  test.each([
    ["{{ prefect.blocks.secret.nope }}", "There is no block secret/nope"],
    ["{{ prefect.blocks.s3.bucket.nope }}", '"nope", which the block bucket does not have'],
    ["x{{ prefect.blocks.s3.bucket }}", "more than one value"],
  ])("%j leads nowhere", async (template, message) => {
    await expect(resolveReferences(lookup, template)).rejects.toThrow(message);
  });
});
