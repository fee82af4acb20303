import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import type { Engine, EngineRequest } from "./engine.ts";
import { ensureImage } from "./pull-image.ts";

test.each(["a", "ab", "abc", "~~~???>>>"])("the password %s reaches the engine as it reads it", async (password) => {
  const asked: EngineRequest[] = [];
  const open = async (request: EngineRequest): Promise<IncomingMessage> => {
    asked.push(request);
    return Readable.from([]) as Readable as IncomingMessage;
  };
  const engine: Engine = { host: "", open, ask: async () => expect.fail(), close: () => {}, closed: new AbortController().signal };
  const credentials = { username: "ada", password, registry_url: "registry.acme.example" };
  await ensureImage(engine, { image: "registry.acme.example/flows:1", policy: "Always", credentials });
  const sent = asked[0]?.headers?.["x-registry-auth"] ?? "";
  // Engines read the alphabet of addresses, filled up to fours.
  expect(sent).toMatch(/^(?:[\w-]{4})*(?:[\w-]{3}=|[\w-]{2}==)?$/);
  expect(JSON.parse(Buffer.from(sent, "base64url").toString())).toEqual({
    username: "ada",
    password,
    serveraddress: "registry.acme.example",
  });
});
