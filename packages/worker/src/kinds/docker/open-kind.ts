/** Runs as containers of a Docker engine (workers.md §10). */
import { jobTemplateOf } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import type { Kind, KindContext } from "../kind.ts";
import { createEngine } from "./engine.ts";
import { startContainer } from "./start-container.ts";

export const openDockerKind = async (context: KindContext): Promise<Kind> => {
  const engine = createEngine(context.settings.workerDockerHost, whereWeAre().env);
  return {
    type: "docker",
    noun: "container",
    template: jobTemplateOf("docker"),
    headStart: 1,
    outlivesWorker: true,
    start: (job) => startContainer({ ...context, engine }, job),
    close: async () => engine.close(),
  };
};
