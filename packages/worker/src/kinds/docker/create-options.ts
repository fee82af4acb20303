/** Further options of a container, the job's `container_create_kwargs`: by the names Python's docker package gives them. */
import type { Json, JsonObject } from "@millrace/contract";
import { isObject, splitWords } from "@millrace/sdk/supervision";
import { JobError } from "../kind.ts";
import { bytesOf } from "./size.ts";

type Convert = (value: Json, name: string) => Json;

const asIs: Convert = (value) => value;
const asText: Convert = (value) => String(value);
const asTexts: Convert = (value) => (Array.isArray(value) ? value.map(String) : [String(value)]);
const asBytes: Convert = (value, name) => bytesOf(value, name) ?? null;
const asWords: Convert = (value) => (typeof value === "string" ? [...splitWords(value)] : value);

/** An object whose values are texts. */
const asTextMap: Convert = (value) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)])) : value;

/** `{"/run": "size=1m"}`, or a list of such mounts: `["/run:size=1m"]`. */
const asTmpfs: Convert = (value) =>
  Array.isArray(value)
    ? Object.fromEntries(
        value.map(String).map((mount) => {
          const colon = mount.indexOf(":");
          return colon < 0 ? [mount, ""] : [mount.slice(0, colon), mount.slice(colon + 1)];
        }),
      )
    : value;

/** `/dev/fuse:/dev/fuse:rwm`. */
const asDevice = (value: Json): Json => {
  if (typeof value !== "string") return value;
  const [host = "", inside = host, permissions = "rwm"] = value.split(":");
  return { PathOnHost: host, PathInContainer: inside, CgroupPermissions: permissions };
};
const asDevices: Convert = (value) => (Array.isArray(value) ? value.map(asDevice) : value);

/** Words apart by an underscore are one to the engine, which reads either case: `device_ids`, `DeviceIDs`. */
const withoutUnderscores = (value: Json): Json =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key.replaceAll("_", ""), one])) : value;
const eachWithoutUnderscores: Convert = (value) => (Array.isArray(value) ? value.map(withoutUnderscores) : value);

const asHealthcheck: Convert = (value) => {
  if (!isObject(value)) return value;
  const test = value.test ?? value.Test;
  return withoutUnderscores(typeof test === "string" ? { ...value, test: ["CMD-SHELL", test] } : value);
};

const asLinks: Convert = (value) => (isObject(value) ? Object.entries(value).map(([name, alias]) => `${name}:${String(alias)}`) : value);

const bindingOf = (value: Json): Json => {
  if (isObject(value)) return value;
  const [ip, port] = Array.isArray(value) ? value : ["", value];
  return { HostIp: String(ip ?? ""), HostPort: String(port ?? "") };
};

/** `{"8000/tcp": 8000}`; a list is several bindings of one port, each a port of the host or an address with one. */
const asPorts: Convert = (value) =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([port, to]) => [
          port.includes("/") ? port : `${port}/tcp`,
          (Array.isArray(to) ? to : [to]).map(bindingOf),
        ]),
      )
    : value;

type Field = readonly [name: string, convert: Convert];

const containerFields: Readonly<Record<string, Field>> = {
  domainname: ["Domainname", asText],
  entrypoint: ["Entrypoint", asWords],
  healthcheck: ["Healthcheck", asHealthcheck],
  hostname: ["Hostname", asText],
  mac_address: ["MacAddress", asText],
  network_disabled: ["NetworkDisabled", asIs],
  stdin_open: ["OpenStdin", asIs],
  stop_signal: ["StopSignal", asText],
  tty: ["Tty", asIs],
  user: ["User", asText],
  working_dir: ["WorkingDir", asText],
};

const hostFields: Readonly<Record<string, Field>> = {
  blkio_weight: ["BlkioWeight", asIs],
  blkio_weight_device: ["BlkioWeightDevice", asIs],
  cap_add: ["CapAdd", asTexts],
  cap_drop: ["CapDrop", asTexts],
  cgroup_parent: ["CgroupParent", asText],
  cgroupns: ["CgroupnsMode", asText],
  cpu_count: ["CpuCount", asIs],
  cpu_percent: ["CpuPercent", asIs],
  cpu_period: ["CpuPeriod", asIs],
  cpu_quota: ["CpuQuota", asIs],
  cpu_rt_period: ["CpuRealtimePeriod", asIs],
  cpu_rt_runtime: ["CpuRealtimeRuntime", asIs],
  cpu_shares: ["CpuShares", asIs],
  cpuset_cpus: ["CpusetCpus", asText],
  cpuset_mems: ["CpusetMems", asText],
  device_cgroup_rules: ["DeviceCgroupRules", asTexts],
  device_read_bps: ["BlkioDeviceReadBps", asIs],
  device_read_iops: ["BlkioDeviceReadIOps", asIs],
  device_requests: ["DeviceRequests", eachWithoutUnderscores],
  device_write_bps: ["BlkioDeviceWriteBps", asIs],
  device_write_iops: ["BlkioDeviceWriteIOps", asIs],
  devices: ["Devices", asDevices],
  dns: ["Dns", asTexts],
  dns_opt: ["DnsOptions", asTexts],
  dns_search: ["DnsSearch", asTexts],
  group_add: ["GroupAdd", asTexts],
  init: ["Init", asIs],
  ipc_mode: ["IpcMode", asText],
  isolation: ["Isolation", asText],
  links: ["Links", asLinks],
  log_config: ["LogConfig", asIs],
  mem_reservation: ["MemoryReservation", asBytes],
  mem_swappiness: ["MemorySwappiness", asIs],
  mounts: ["Mounts", asIs],
  nano_cpus: ["NanoCpus", asIs],
  oom_kill_disable: ["OomKillDisable", asIs],
  oom_score_adj: ["OomScoreAdj", asIs],
  pid_mode: ["PidMode", asText],
  pids_limit: ["PidsLimit", asIs],
  ports: ["PortBindings", asPorts],
  publish_all_ports: ["PublishAllPorts", asIs],
  read_only: ["ReadonlyRootfs", asIs],
  restart_policy: ["RestartPolicy", asIs],
  runtime: ["Runtime", asText],
  security_opt: ["SecurityOpt", asTexts],
  shm_size: ["ShmSize", asBytes],
  storage_opt: ["StorageOpt", asTextMap],
  sysctls: ["Sysctls", asTextMap],
  tmpfs: ["Tmpfs", asTmpfs],
  ulimits: ["Ulimits", asIs],
  userns_mode: ["UsernsMode", asText],
  uts_mode: ["UTSMode", asText],
  volume_driver: ["VolumeDriver", asText],
  volumes_from: ["VolumesFrom", asTexts],
};

/** What fields of the job say, or the worker decides. */
const elsewhere: ReadonlySet<string> = new Set([
  ...["auto_remove", "command", "detach", "env", "environment", "extra_hosts", "image", "labels", "mem_limit", "memswap_limit", "name"],
  ...["network", "network_mode", "networking_config", "networks", "platform", "privileged", "use_config_proxy", "version", "volumes"],
]);

const pick = (given: JsonObject, fields: Readonly<Record<string, Field>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): [string, Json][] => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return field === undefined || value === null ? [] : [[field[0], field[1](value, name)]];
    }),
  );

export interface CreateOptions {
  readonly container: Readonly<Record<string, Json>>;
  readonly host: Readonly<Record<string, Json>>;
}

/** The options as the engine takes them. Throws a `JobError` for one that there is none of. */
export const readCreateOptions = (given: JsonObject): CreateOptions => {
  const isKnown = (name: string): boolean => Object.hasOwn(containerFields, name) || Object.hasOwn(hostFields, name) || elsewhere.has(name);
  const unknown = Object.keys(given).find((name) => !isKnown(name));
  if (unknown !== undefined) throw new JobError(`The job's container_create_kwargs has "${unknown}", which is no option of a container.`);
  const host = pick(given, hostFields);
  const ports = isObject(host.PortBindings)
    ? { ExposedPorts: Object.fromEntries(Object.keys(host.PortBindings).map((port) => [port, {}])) }
    : {};
  return { container: { ...pick(given, containerFields), ...ports }, host };
};
