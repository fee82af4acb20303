import type { Context } from "../context.ts";

/** Tells of every event in the server's own log as it comes, for people who look for what goes on; returns how to stop. */
export const logEvents = ({ tail, log }: Pick<Context, "tail" | "log">): Promise<() => void> =>
  tail.listen((events) => {
    for (const { id, occurred, event, resource } of events)
      log.info({ id, occurred, event, resource: resource["prefect.resource.id"] }, "An event occurred.");
  });
