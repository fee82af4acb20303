import type { BlockDocument } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { blockFormValues, findReference, referenceTo } from "./block-values.ts";

describe("references to blocks", () => {
  test.each([
    [{ $ref: "1" }, "1"],
    [{ $ref: { block_document_id: "1" } }, "1"],
    [{ $ref: {} }, undefined],
    ["1", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("%j refers to %s", (value, expected) => expect(findReference(value)).toBe(expected));

  test("are written as parameters and as blocks have them", () => {
    expect(referenceTo("1", "short")).toEqual({ $ref: "1" });
    expect(referenceTo("1", "document")).toEqual({ $ref: { block_document_id: "1" } });
  });

  test("stand in the form of a block in place of what they refer to", () => {
    const document: Pick<BlockDocument, "data" | "block_document_references"> = {
      data: { url: "u", token: { value: "********" } },
      block_document_references: { token: { block_document: { id: "1", name: "secret" } } },
    };
    expect(blockFormValues(document)).toEqual({ url: "u", token: { $ref: { block_document_id: "1" } } });
  });
});
