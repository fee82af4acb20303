import { expect, test } from "vitest";
import { pythonSnippet, typescriptSnippet } from "./snippets.ts";

const block = { slug: "webhook", name: "my-hook", example: null };

test("the example of a type loads the block by its name", () => {
  const example = 'Load it:\n```python\nfrom a import Webhook\n\nhook = Webhook.load("BLOCK_NAME")\n```';
  expect(pythonSnippet({ ...block, example })).toBe('from a import Webhook\n\nhook = Webhook.load("my-hook")');
});

test.each([null, "", "No code.", "```python\nprint(1)\n```"])(
  "without an example that loads a block, any block can be loaded: %o",
  (example) => {
    expect(pythonSnippet({ ...block, example })).toContain('Block.load("webhook/my-hook")');
  },
);

test("TypeScript asks the server for the block by type and name", () => {
  expect(typescriptSnippet(block)).toContain("/block_types/slug/webhook/block_documents/name/my-hook?include_secrets=true");
});
