import type { ReceivedEvent } from "@millrace/contract";
import { EventFilter } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { read } from "../../wire/read.ts";
import { matchEvent } from "./event-matcher.ts";

const event: ReceivedEvent = {
  id: "01a200c0-7370-7462-ad40-a5578e64355f",
  occurred: "2026-01-01T12:00:00Z",
  received: "2026-01-01T12:00:01Z",
  event: "prefect.flow-run.Completed",
  resource: { "prefect.resource.id": "prefect.flow-run.1", "prefect.resource.name": "calm-river", env: "prod-eu" },
  related: [
    { "prefect.resource.id": "prefect.flow.2", "prefect.resource.role": "flow", "prefect.resource.name": "pipeline" },
    { "prefect.resource.id": "prefect.tag.etl", "prefect.resource.role": "tag" },
  ],
  payload: { note: "All Done" },
  follows: null,
};

const cases: readonly (readonly [filter: object, matches: boolean])[] = [
  [{}, true],
  [{ occurred: { since: "2026-01-01T12:00:00Z", until: "2026-01-01T12:00:00.000000Z" } }, true],
  [{ occurred: { since: "2026-01-01T12:00:00.000001Z" } }, false],
  [{ occurred: { until: "2026-01-01T11:59:59.999999Z" } }, false],
  [{ event: { prefix: ["prefect.task-run.", "prefect.flow-run."] } }, true],
  [{ event: { prefix: ["flow-run"] } }, false],
  [{ event: { prefix: [], name: [] } }, true],
  [{ event: { name: ["prefect.flow-run.Completed"] } }, true],
  [{ event: { name: ["prefect.flow-run.completed"] } }, false],
  [{ event: { prefix: ["prefect."], exclude_prefix: ["prefect.flow-run."] } }, false],
  [{ event: { exclude_name: ["prefect.flow-run.Completed"] } }, false],
  [{ event: { exclude_name: ["prefect.flow-run.Failed"] } }, true],
  [{ resource: { id: ["prefect.flow-run.1"] } }, true],
  [{ resource: { id: ["prefect.flow.2"] } }, false],
  [{ resource: { id_prefix: ["prefect.flow-run."] } }, true],
  [{ resource: { labels: { env: "prod-*" } } }, true],
  [{ resource: { labels: { env: ["dev", "prod-??"] } } }, true],
  [{ resource: { labels: { env: "prod-?" } } }, false],
  [{ resource: { labels: { env: "*d-e*" } } }, true],
  [{ resource: { labels: { env: "*-*-*" } } }, false],
  [{ resource: { labels: { env: "!dev" } } }, true],
  [{ resource: { labels: { env: "!prod-*" } } }, false],
  [{ resource: { labels: { env: "!!prod-eu" } } }, true],
  [{ resource: { labels: { env: "!!dev" } } }, true],
  [{ resource: { labels: { missing: "!x" } } }, false],
  [{ resource: { labels: { env: [] } } }, false],
  [{ resource: { labels: { env: "prod-eu", "prefect.resource.id": "prefect.flow-run.*" } } }, true],
  [{ resource: { distinct: true } }, true],
  [{ related: { role: ["flow"] } }, true],
  [{ related: { role: ["deployment"] } }, false],
  [{ related: { role: ["tag"], labels: { "prefect.resource.name": "pipeline" } } }, false],
  [{ related: { id: ["prefect.flow-run.1"] } }, false],
  [{ related: [{ role: ["flow"] }, { role: ["tag"] }] }, true],
  [{ related: [{ role: ["flow"] }, { role: ["worker"] }] }, false],
  [{ related: { resources_in_roles: [["prefect.flow.2", "flow"]] } }, true],
  [{ related: { resources_in_roles: [["prefect.flow.2", "tag"]] } }, false],
  [{ any_resource: { id: ["prefect.flow-run.1"] } }, true],
  [{ any_resource: { id_prefix: ["prefect.tag."] } }, true],
  [{ any_resource: [{ id: ["prefect.flow.2"] }, { id: ["prefect.flow.3"] }] }, false],
  [{ id: { id: [] } }, true],
  [{ id: { id: ["01a200c0-7370-7462-ad40-a5578e64355f"] } }, true],
  [{ id: { id: ["01a200c0-7370-7462-ad40-a5578e643550"] } }, false],
  [{ text: { query: "done" } }, true],
  [{ text: { query: '"all done" -calm-river' } }, false],
  [{ text: { query: "+etl +pipeline" } }, true],
  [{ resource: null, related: null, any_resource: null, text: null, event: null, order: "ASC" }, true],
];

describe.each(cases)("the filter %j", (filter, expected) => {
  test(expected ? "lets the event through" : "holds the event back", () => {
    expect(matchEvent(read(EventFilter, filter, "body"))(event)).toBe(expected);
  });
});
