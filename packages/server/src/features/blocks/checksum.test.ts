import { expect, test } from "vitest";
import { hasKeys, parseExactly } from "../../exact-numbers.ts";
import { checksumOf } from "./checksum.ts";

test.each([
  { title: "nothing", fields: "{}", checksum: "sha256:f8e6e96abbc38504d4e9c99fc57281fa0026bede1fa42db79f22f984501710f4" },
  {
    title: "fields alone",
    fields: '{"title":"Lamp","type":"object","properties":{"pin":{"type":"string","position":0}},"required":["pin"]}',
    checksum: "sha256:2b41c43eeb67ef5bb6ddd33ea1ddaa74c0c999ca366480c5183a6ab32da27ae7",
  },
  {
    title: "secrets, which do not count",
    fields:
      '{"title":"Lamp","type":"object","properties":{"pin":{"type":"string","position":0}},"required":["pin"],"secret_fields":["pin"]}',
    checksum: "sha256:2b41c43eeb67ef5bb6ddd33ea1ddaa74c0c999ca366480c5183a6ab32da27ae7",
  },
  { title: "a float", fields: '{"default":1.0}', checksum: "sha256:6b7a488ddb5dd82988ecfd8d86aa827f44a44ef0dcf978138b169c5505e7f763" },
  { title: "an integer", fields: '{"default":1}', checksum: "sha256:13a4e4233f14cb3642e6fedf822f1abee92d155db1b22c140f5bcdb25ce591f9" },
  {
    title: "text beyond ASCII",
    fields: '{"description":"Straße 😀 \\u007f"}',
    checksum: "sha256:85532809ef4a6091427d43bd7eec75e4bb9b3e75663c3e8bf6da9faebd76f58d",
  },
  {
    title: "empty definitions",
    fields: '{"title":"A","definitions":{}}',
    checksum: "sha256:6f1c05eb08d854a4791acd70e7fe822ea0814e8892d20812a5da8950ab51c19a",
  },
  {
    title: "a definition that is used",
    fields: '{"p":{"$ref":"#/definitions/Hue"},"definitions":{"Hue":{"enum":["red"]},"Unused":{"enum":[1]}}}',
    checksum: "sha256:215f098b0edac3611af079ac031bc6d4ff628e070a2504a35356df688dcc8067",
  },
  {
    title: "a block, which does not count",
    fields:
      '{"p":{"$ref":"#/definitions/Lamp"},"definitions":{"Lamp":{"title":"Lamp","block_type_slug":"lamp","block_schema_references":{}}}}',
    checksum: "sha256:0f571c433855bbf646222c6903587bd58b88499da5eafba9dc1f2a85aa5fa0c1",
  },
  {
    title: "a definition that a block uses",
    fields:
      '{"p":{"$ref":"#/definitions/Lamp"},"definitions":{"Lamp":{"q":[{"$ref":"#/definitions/Hue"}],"block_type_slug":"lamp","block_schema_references":{}},"Hue":{"enum":["red"]}}}',
    checksum: "sha256:03ca69032f840a78c2180d741ab6b767085e11bac9cc9a57228151235bbba33f",
  },
  {
    title: "definitions that use each other",
    fields:
      '{"p":{"anyOf":[{"$ref":"#/definitions/A"},{"type":"null"}]},"definitions":{"A":{"b":{"$ref":"#/definitions/B"}},"B":{"secret_fields":["x"],"type":"object"},"Any":{}}}',
    checksum: "sha256:a4dd824b71f60228609f41d20ff29ea2a487b468f1664f593e76bbf71431ec22",
  },
])("the checksum of a schema with $title is the one clients look for", ({ fields, checksum }) => {
  const parsed = parseExactly(fields);
  expect(hasKeys(parsed) && checksumOf(parsed)).toBe(checksum);
});
