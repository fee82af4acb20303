import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const numbers = '{"big":12345678901234567890,"float":1.0,"list":[0.0,{"deep":100000000000000000000.0}],"plain":1,"half":1.5}';

/** Sends a text as it is and reads the reply as it is: parsing either would hide what this is about. */
const sendText = async (
  server: TestServer,
  [method, path, body]: readonly [method: string, path: string, body?: string],
): Promise<string> => {
  const headers = { "content-type": "application/json" };
  const request = new Request(`http://test/api${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const reply = await server.fetch(request);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${text}`);
  return text;
};

const keysIn = (text: string): unknown => Object.keys(JSON.parse(numbers) as object).filter((key) => text.includes(`"${key}":`));

/** The numbers as a reply prints them, whatever order a database gives the keys. */
const numbersIn = (text: string): readonly string[] =>
  [
    ...new Set([...text.matchAll(/"(big|float|deep|plain|half|list)":\[?(-?[\d.e+]+)/g)].map(([, key, number]) => `${key}=${number}`)),
  ].sort();

const expected = numbersIn(numbers);

onEveryDatabase("numbers of values that are the client's own", (it) => {
  it("come back as they were written", async ({ server }) => {
    const idOf = async (path: string, body: string): Promise<string> =>
      (JSON.parse(await sendText(server, ["POST", path, body])) as { readonly id: string }).id;
    const flow = await idOf("/flows/", `{"name":"${uniqueName("numbers")}"}`);
    const state = `{"type":"SCHEDULED","data":{"value":${numbers}}}`;
    const run = await idOf(
      "/flow_runs/",
      `{"flow_id":"${flow}","parameters":${numbers},"job_variables":${numbers},"context":{"a":${numbers}},"state":${state}}`,
    );
    const schema = `{"type":"object","properties":{"float":{"type":"integer","minimum":1.0},"big":{"type":"integer"}}}`;
    const deployment = await idOf(
      "/deployments/",
      `{"flow_id":"${flow}","name":"${uniqueName("numbers")}","parameters":${numbers},"job_variables":${numbers},"parameter_openapi_schema":${schema},"enforce_parameter_schema":true}`,
    );
    const deployed = await idOf(`/deployments/${deployment}/create_flow_run`, `{"parameters":${numbers}}`);
    const name = uniqueName("numbers");
    const variable = await idOf("/variables/", `{"name":"${name}","value":${numbers}}`);
    const artifact = await idOf("/artifacts/", `{"key":"${name}","data":${numbers}}`);

    for (const path of [
      `/flow_runs/${run}`,
      `/deployments/${deployment}`,
      `/flow_runs/${deployed}`,
      `/variables/${variable}`,
      `/artifacts/${artifact}`,
    ])
      expect({ path, numbers: numbersIn(await sendText(server, ["GET", path])) }).toEqual({ path, numbers: expected });
    for (const [path, body] of [
      ["/flow_runs/filter", `{"flow_runs":{"id":{"any_":["${run}"]}}}`],
      ["/artifacts/latest/filter", `{"artifacts":{"key":{"any_":["${name}"]}}}`],
      ["/variables/filter", `{"variables":{"name":{"any_":["${name}"]}}}`],
    ] as const)
      expect({ path, numbers: numbersIn(await sendText(server, ["POST", path, body])) }).toEqual({ path, numbers: expected });
    expect(keysIn(await sendText(server, ["GET", `/flow_runs/${run}`]))).toHaveLength(5);
  });

  it("are told by events as they were written", async ({ server }) => {
    const name = uniqueName("numbers");
    const occurred = server.clock.now();
    const event = `{"occurred":"${occurred}","event":"${name}","resource":{"prefect.resource.id":"a"},"payload":${numbers},"id":"${server.ctx.newId()}"}`;
    await sendText(server, ["POST", "/events", `[${event}]`]);
    const found = await sendText(server, ["POST", "/events/filter", `{"filter":{"event":{"name":["${name}"]}}}`]);
    expect(numbersIn(found)).toEqual(expected);
  });

  it("count by their value wherever they have a meaning", async ({ server }) => {
    const flow = JSON.parse(await sendText(server, ["POST", "/flows/", `{"name":"${uniqueName("typed")}"}`])) as { readonly id: string };
    const policy = '{"retries":3.0,"retry_delay":1e1}';
    const run = await sendText(server, ["POST", "/flow_runs/", `{"flow_id":"${flow.id}","empirical_policy":${policy},"labels":{"n":2.0}}`]);
    expect(JSON.parse(run)).toMatchObject({ empirical_policy: { retries: 3, retry_delay: 10 }, labels: { n: 2 } });
    expect(run).toContain('"retries":3,');
    expect(await sendText(server, ["POST", "/flow_runs/filter", '{"limit":0.0,"offset":0.0}'])).toBe("[]");
    await expect(sendText(server, ["POST", "/flow_runs/filter", '{"limit":12345678901234567890}'])).rejects.toThrow("answered 422");
    await expect(sendText(server, ["POST", "/flow_runs/", `{"flow_id":"${flow.id}","parameters":1.0}`])).rejects.toThrow(
      "Input should be a valid dictionary",
    );
  });
});
