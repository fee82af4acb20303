import type { Flow } from "@millrace/contract";
import { testSettings, uniqueName } from "@millrace/testing";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../start-server.ts";

/** What a server with these settings logs of events while a flow is made. */
const logged = async (settings: { readonly eventLoggerEnabled: boolean; readonly servicesEnabled: boolean }) => {
  const lines: (readonly [message: string, fields: object])[] = [];
  const note = (fields: object, message: string): void => void lines.push([message, fields]);
  const log = { debug: () => undefined, info: note, warn: () => undefined, error: note };
  const server = await startServer(testSettings(settings), { log });
  onTestFinished(() => server.stop());
  const send = (path: string, body: object): Promise<Response> =>
    server.fetch(
      new Request(`http://test/api${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
  const flow = (await (await send("/flows/", { name: uniqueName("told") })).json()) as Flow;
  const count = async (): Promise<number> => ((await (await send("/events/filter", {})).json()) as { readonly total: number }).total;
  await expect.poll(count).toBeGreaterThan(0);
  return { flow, lines };
};

test("a server that is asked to logs every event", async () => {
  const { flow, lines } = await logged({ eventLoggerEnabled: true, servicesEnabled: true });
  const resource = `prefect.flow.${flow.id}`;
  const event = { id: expect.any(String), occurred: expect.any(String), event: "prefect.flow.created", resource };
  await expect.poll(() => lines).toContainEqual(["An event occurred.", event]);
});

test.each([
  ["that nobody asked", { eventLoggerEnabled: false, servicesEnabled: true }],
  ["without services", { eventLoggerEnabled: true, servicesEnabled: false }],
])("a server %s logs none", async (_of, settings) => {
  const { lines } = await logged(settings);
  expect(lines).toEqual([]);
});
