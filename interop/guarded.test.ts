import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "./harness/api.ts";
import { startEventTape } from "./harness/event-tape.ts";
import { pythonInterpreter, runScript } from "./harness/python.ts";
import { readBack } from "./harness/read-back.ts";
import { type StartedServer, startMillrace } from "./harness/servers.ts";
import { tellStory } from "./harness/story.ts";

const authString = "operator:a pass:word";

describe.skipIf(pythonInterpreter === undefined)("a server with a password and CSRF protection", () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startMillrace({ env: { PREFECT_SERVER_API_AUTH_STRING: authString, PREFECT_SERVER_CSRF_PROTECTION_ENABLED: "true" } });
  });
  afterAll(() => server?.stop());

  test("runs flows of a client that has the password, and tells it what happened", async () => {
    const authorization = { authorization: `Basic ${Buffer.from(authString).toString("base64")}` };
    const tape = await startEventTape(server);
    const { ended, output } = await runScript(server, { file: "guarded.py" });
    expect(ended, output).toBe(0);

    // Filters are requests that change something, as far as CSRF goes.
    const { token } = await createApi(server.url, authorization).get<{ readonly token: string }>("/csrf-token?client=reader");
    const csrf = { "prefect-csrf-token": token, "prefect-csrf-client": "reader" };
    const runs = await readBack(createApi(server.url, { ...authorization, ...csrf }), tape, "guarded");
    tape.stop();
    expect(tellStory(runs)).toEqual(["guarded ×1: Pending Running Completed", "  secret_work ×1: Pending Running Completed"]);
    expect(runs[0]?.events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["prefect.flow-run.Completed", "prefect.task-run.Completed"]),
    );
    expect(runs[0]?.logs.map(({ message }) => message)).toContain("kept from others");
  });

  test("refuses a client without the password", async () => {
    const { ended, output } = await runScript({ name: "millrace", url: server.url }, { file: "guarded.py" });
    expect(ended).toBe(1);
    expect(output).toContain("401 Unauthorized");
  });

  test("refuses a change that brings no CSRF token", async () => {
    const headers = { authorization: `Basic ${Buffer.from(authString).toString("base64")}`, "content-type": "application/json" };
    const answer = await fetch(`${server.url}/flows/`, { method: "POST", headers, body: JSON.stringify({ name: "forged" }) });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({ detail: "Missing CSRF token." });
  });
});

describe.skipIf(pythonInterpreter === undefined)("a server with CSRF protection alone", () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startMillrace({ env: { PREFECT_SERVER_CSRF_PROTECTION_ENABLED: "true" } });
  });
  afterAll(() => server?.stop());

  test("runs flows of a client that fetches its tokens by itself", async () => {
    const { ended, output } = await runScript(server, { file: "guarded.py" });
    expect(ended, output).toBe(0);
    const { token } = await createApi(server.url).get<{ readonly token: string }>("/csrf-token?client=reader");
    const api = createApi(server.url, { "prefect-csrf-token": token, "prefect-csrf-client": "reader" });
    expect(await api.post("/flow_runs/filter", {})).toMatchObject([{ state_type: "COMPLETED" }]);
  });

  test("refuses a token of another client", async () => {
    const { token } = await createApi(server.url).get<{ readonly token: string }>("/csrf-token?client=one");
    const headers = { "content-type": "application/json", "prefect-csrf-token": token, "prefect-csrf-client": "other" };
    const answer = await fetch(`${server.url}/flows/filter`, { method: "POST", headers, body: "{}" });
    expect({ status: answer.status, body: (await answer.json()) as unknown }).toEqual({
      status: 403,
      body: { detail: "Invalid CSRF token or client identifier." },
    });
  });
});
