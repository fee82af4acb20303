import type { JsonObject } from "@millrace/contract";
import { expect, test } from "vitest";
import type { JobSpec } from "../kind.ts";
import { containerOptions } from "./container-options.ts";

const job = (configuration: JsonObject): JobSpec => ({
  run: { id: "r" } as JobSpec["run"],
  deployment: undefined,
  name: "swift-lion",
  env: { PREFECT_API_URL: "http://127.0.0.1:4200/api" },
  labels: { "prefect.io/flow-run-id": "r" },
  command: undefined,
  configuration: { image: "acme/flows:1", ...configuration },
});

test("a container runs nothing but its run, unless the job says so", () => {
  expect(containerOptions(job({}), true)).toMatchObject({
    Image: "acme/flows:1",
    Cmd: ["prefect", "flow-run", "execute"],
    Healthcheck: { Test: ["NONE"] },
    Labels: { "io.prefect.flow-run-id": "r" },
  });
  const healthcheck = { test: "true" };
  expect(containerOptions(job({ container_create_kwargs: { healthcheck } }), true).Healthcheck).toEqual({ test: ["CMD-SHELL", "true"] });
});

const viaGateway = "http://host.docker.internal:4200/api";
test.each([
  { given: {}, isLinux: true, mode: "host", url: "http://127.0.0.1:4200/api", hosts: [] },
  { given: { networks: ["flows"] }, isLinux: true, mode: "flows", url: viaGateway, hosts: ["host.docker.internal:host-gateway"] },
  { given: { network_mode: "none" }, isLinux: false, mode: "none", url: viaGateway, hosts: [] },
])("a server on this machine is reached from $given", ({ given, isLinux, mode, url, hosts }) => {
  const { Env, HostConfig } = containerOptions(job(given), isLinux);
  expect([Env, HostConfig]).toMatchObject([[`PREFECT_API_URL=${url}`], { NetworkMode: mode, ExtraHosts: hosts }]);
});
