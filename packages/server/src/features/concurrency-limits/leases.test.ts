import { onEveryDatabase } from "@millrace/testing";
import { expect } from "vitest";

onEveryDatabase("leases on limits nobody created", (it) => {
  it("are given at once, name no limit, and can be given back", async ({ server }) => {
    const lease = await server.call("POST", "/v2/concurrency_limits/increment-with-lease", { names: ["tag:small"], slots: 1 });
    expect(lease).toMatchObject({ status: 200, body: { lease_id: expect.any(String), limits: [] } });

    const { lease_id } = lease.body as { readonly lease_id: string };
    const release = await server.call("POST", "/v2/concurrency_limits/decrement-with-lease", { lease_id });
    expect(release.status).toBe(204);
  });

  it("last a minute at least and take a slot at least", async ({ server }) => {
    const ask = (body: object) =>
      server.call("POST", "/v2/concurrency_limits/increment-with-lease", { names: ["tag:small"], slots: 1, ...body });
    expect((await ask({ lease_duration: 59 })).status).toBe(422);
    expect((await ask({ slots: 0 })).status).toBe(422);
  });
});
