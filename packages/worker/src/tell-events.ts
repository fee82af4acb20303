/** What a worker tells in events (workers.md §1.3). */
import { type EventInput, fromMicros, type RelatedResource } from "@millrace/contract";
import type { JobEnd } from "./kinds/kind.ts";
import type { Job, Worker } from "./worker.ts";

const resource = (kind: string, id: string, name: string): RelatedResource => ({
  "prefect.resource.id": `prefect.${kind}.${id}`,
  "prefect.resource.role": kind,
  "prefect.resource.name": name,
});

const emit = ({ session, identity, kind, pool }: Worker, event: Pick<EventInput, "event" | "follows" | "related">): string => {
  const id = session.world.newId();
  session.client.events.emit({
    ...event,
    id,
    occurred: fromMicros(session.world.nowMicros()),
    resource: {
      "prefect.resource.id": identity.resourceId,
      "prefect.resource.name": identity.name,
      "prefect.version": "3",
      "prefect.worker-type": kind.type,
    },
    related: [...(event.related ?? []), ...(pool === undefined ? [] : [resource("work-pool", pool.id, pool.name)])],
  });
  return id;
};

export const tellStarted = (worker: Worker): string => emit(worker, { event: "prefect.worker.started" });

export const tellStopped = (worker: Worker, started: string | undefined): void =>
  void emit(worker, { event: "prefect.worker.stopped", follows: started ?? null });

const relatedTo = ({ run, deployment }: Job, flowName: string, more: Readonly<Record<string, string>> = {}): RelatedResource[] => [
  ...(deployment === undefined ? [] : [resource("deployment", deployment.id, deployment.name)]),
  resource("flow", run.flow_id, flowName),
  { ...resource("flow-run", run.id, run.name), ...more },
  ...run.tags.map((tag) => resource("tag", tag, tag)),
];

export const tellSubmitted = (worker: Worker, job: Job, flowName: string): string =>
  emit(worker, { event: "prefect.worker.submitted-flow-run", related: relatedTo(job, flowName) });

interface Executed {
  readonly flowName: string;
  readonly submitted: string;
  readonly identifier: string;
  readonly end: JobEnd;
}

export const tellExecuted = (worker: Worker, job: Job, { flowName, submitted, identifier, end }: Executed): void => {
  const more = {
    "prefect.infrastructure.identifier": identifier,
    "prefect.infrastructure.status-code": String(end.statusCode),
  };
  emit(worker, { event: "prefect.worker.executed-flow-run", follows: submitted, related: relatedTo(job, flowName, more) });
};
