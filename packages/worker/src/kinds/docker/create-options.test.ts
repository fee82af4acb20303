import { expect, test } from "vitest";
import { readCreateOptions } from "./create-options.ts";

test("options of containers reach the engine under its names and in its shapes", () => {
  const { container, host } = readCreateOptions({
    entrypoint: "/bin/sh -c",
    user: 1000,
    healthcheck: { test: "true", start_period: 5 },
    ports: { 8000: 80, "53/udp": [["127.0.0.1", 53], { HostIp: "::1", HostPort: "53" }] },
    shm_size: "1g",
    mem_reservation: "64m",
    devices: ["/dev/fuse", "/dev/null:/dev/zero:r"],
    device_requests: [{ driver: "nvidia", device_ids: ["0"], capabilities: [["gpu"]] }],
    ulimits: [{ name: "nofile", soft: 10, hard: 20 }],
    sysctls: { "net.core.somaxconn": 1024 },
    tmpfs: ["/run:size=1m", "/scratch"],
    group_add: [27],
    links: { db: "database" },
    restart_policy: null,
    image: "is said by a field of the job",
  });
  expect(container).toEqual({
    Entrypoint: ["/bin/sh", "-c"],
    User: "1000",
    Healthcheck: { test: ["CMD-SHELL", "true"], startperiod: 5 },
    ExposedPorts: { "8000/tcp": {}, "53/udp": {} },
  });
  expect(host).toEqual({
    PortBindings: {
      "8000/tcp": [{ HostIp: "", HostPort: "80" }],
      "53/udp": [
        { HostIp: "127.0.0.1", HostPort: "53" },
        { HostIp: "::1", HostPort: "53" },
      ],
    },
    ShmSize: 1024 ** 3,
    MemoryReservation: 64 * 1024 ** 2,
    Devices: [
      { PathOnHost: "/dev/fuse", PathInContainer: "/dev/fuse", CgroupPermissions: "rwm" },
      { PathOnHost: "/dev/null", PathInContainer: "/dev/zero", CgroupPermissions: "r" },
    ],
    DeviceRequests: [{ driver: "nvidia", deviceids: ["0"], capabilities: [["gpu"]] }],
    Ulimits: [{ name: "nofile", soft: 10, hard: 20 }],
    Sysctls: { "net.core.somaxconn": "1024" },
    Tmpfs: { "/run": "size=1m", "/scratch": "" },
    GroupAdd: ["27"],
    Links: ["db:database"],
  });
});

test("an option there is none of is told, not left out", () => {
  expect(() => readCreateOptions({ shm_sise: "1g" })).toThrow('has "shm_sise", which is no option of a container');
});
