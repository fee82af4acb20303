import { fromMicros } from "@millrace/contract";
import type { FlowScope } from "./scopes.ts";

/** Tells now and then that the run is alive, until the returned function is called (sdk.md §15). */
export const startHeartbeat = (scope: FlowScope): (() => void) => {
  const { session } = scope;
  const { world, standIn } = session;
  const every = session.settings.flowsHeartbeatFrequency;
  let stopTimer: (() => void) | undefined;
  const tell = (): void => {
    const [own, ...others] = scope.related();
    const { id, name } = scope.info();
    const event = {
      id: world.newId(),
      occurred: fromMicros(world.nowMicros()),
      event: "prefect.flow-run.heartbeat",
      resource: {
        "prefect.resource.id": own?.["prefect.resource.id"] ?? `prefect.flow-run.${id}`,
        "prefect.resource.name": name,
        "prefect.version": "3",
      },
      related: others,
    };
    session.client.events.emit(event);
    standIn?.noteBeat(id, event);
  };
  const beat = (due: number): void => {
    const now = world.nowMicros();
    // A second beat so soon after the stand-in's would tell the server of a shorter interval than it is.
    if (!standIn?.hasTold((now - due) / 1e6)) tell();
    const next = now + every * 1e6;
    stopTimer = world.after(every, () => beat(next), { idle: true });
  };
  beat(world.nowMicros());
  return () => {
    stopTimer?.();
    standIn?.forget(scope.info().id);
  };
};
