import { fromMicros } from "@millrace/contract";
import type { FlowScope } from "./scopes.ts";

/** Tells now and then that the run is alive, until the returned function is called (sdk.md §15). */
export const startHeartbeat = (scope: FlowScope): (() => void) => {
  const { session } = scope;
  const { world } = session;
  let stopTimer: (() => void) | undefined;
  const beat = (): void => {
    const [own, ...others] = scope.related();
    const { id, name } = scope.info();
    session.client.events.emit({
      id: world.newId(),
      occurred: fromMicros(world.nowMicros()),
      event: "prefect.flow-run.heartbeat",
      resource: {
        "prefect.resource.id": own?.["prefect.resource.id"] ?? `prefect.flow-run.${id}`,
        "prefect.resource.name": name,
        "prefect.version": "3",
      },
      related: others,
    });
    stopTimer = world.after(session.settings.flowsHeartbeatFrequency, beat, { idle: true });
  };
  beat();
  return () => stopTimer?.();
};
