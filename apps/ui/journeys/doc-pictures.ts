/**
 * The pictures of the guides, in docs/images: node apps/ui/journeys/doc-pictures.ts. They show what `make demo` has left, with
 * what a team would add to it.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, createClient } from "@millrace/client";
import { startServer } from "@millrace/server";
import { testSettings } from "@millrace/testing";
import { type Sight, takePictures } from "./harness/take-pictures.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What the demo does not make: infrastructure, values, a run that failed and one that is late. */
const addToDemo = async (client: Client): Promise<void> => {
  await client.workPools.create({ body: { name: "machines", type: "process", concurrency_limit: 10, description: "Two servers in Oslo" } });
  await client.workPools.create({ body: { name: "containers", type: "docker" } });
  await client.variables.create({ body: { name: "region", value: "eu-north", tags: ["prod"] } });
  await client.variables.create({ body: { name: "batch_size", value: { rows: 500, pause: 0.2 } } });
  const flow = await client.flows.create({ body: { name: "load-orders" } });
  const make = (name: string, type: "SCHEDULED" | "RUNNING" | "FAILED" | "COMPLETED", message?: string) =>
    client.flowRuns.create({
      body: { flow_id: flow.id, name, tags: ["orders"], state: { type, ...(message === undefined ? {} : { message }) } },
    });
  const failed = "Flow run encountered an exception: ConnectionRefusedError: the order database refused the connection";
  await make("orders-of-monday", "COMPLETED");
  await make("orders-of-tuesday", "FAILED", failed);
  await make("orders-of-wednesday", "FAILED", failed);
  const now = await make("orders-of-thursday", "RUNNING");
  const table = {
    type: "table",
    data: JSON.stringify([
      { shop: "Oslo", orders: 712 },
      { shop: "Bergen", orders: 280 },
    ]),
  };
  await client.artifacts.create({ body: { key: "orders-per-shop", flow_run_id: now.id, description: "Since midnight", ...table } });
};

const listSights = async (client: Client): Promise<readonly Sight[]> => {
  const [deployment] = await client.deployments.list({ body: { limit: 1 } });
  const [run] = await client.flowRuns.list({
    body: { deployments: { id: { any_: [deployment?.id ?? ""] } }, flow_runs: { state: { type: { any_: ["COMPLETED"] } } }, limit: 1 },
  });
  return [
    { name: "overview", path: "/dashboard" },
    { name: "runs", path: "/runs" },
    { name: "flow-run", path: `/runs/flow-run/${run?.id}` },
    { name: "gantt", path: `/runs/flow-run/${run?.id}?tab=gantt` },
    { name: "logs", path: `/runs/flow-run/${run?.id}?tab=logs` },
    { name: "deployment", path: `/deployments/deployment/${deployment?.id}` },
    { name: "work-pools", path: "/work-pools" },
    { name: "artifact", path: "/artifacts/key/orders-per-shop" },
  ];
};

const folder = await mkdtemp(join(tmpdir(), "pictures-"));
await cp(`${root}.cache/demo`, folder, { recursive: true });
const server = await startServer(testSettings({ databaseUrl: `sqlite:///${folder}/prefect.db` }));
const client = createClient({ url: server.url });
await addToDemo(client);
const files = await takePictures(new URL(server.url).origin, `${root}docs/images`, await listSights(client));
console.log(`${files.length} pictures in docs/images`);
await client.close();
await server.stop();
await rm(folder, { recursive: true });
