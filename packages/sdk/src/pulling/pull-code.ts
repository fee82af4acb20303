/** Fetching the code of a deployment: its pull steps, in order (workers.md §16). */
import { resolve } from "node:path";
import { type Deployment, fromMicros } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import type { Session } from "../session/session.ts";
import { runSteps, type WrittenStep } from "./run-steps.ts";

export interface PullOptions {
  readonly session: Session;
  readonly flowRunId: string;
  readonly deployment: Pick<Deployment, "name" | "path" | "pull_steps">;
  readonly cwd: string;
  readonly log: (line: string) => void;
}

const tell = ({ session, flowRunId }: PullOptions, { index, name, inputs }: WrittenStep, outcome: "executed" | "failed"): void => {
  session.client.events.emit({
    id: session.world.newId(),
    occurred: fromMicros(session.world.nowMicros()),
    event: `prefect.flow-run.pull-step.${outcome}`,
    resource: { "prefect.resource.id": `prefect.flow-run.${flowRunId}` },
    payload: { index, qualified_name: name, step_name: name.split(".").at(-1) ?? name, id: inputs.id ?? null, inputs },
  });
};

/** Runs the pull steps of a deployment; gives the directory its code is in. Throws a `LoadError` naming the step that failed. */
export const pullCode = async (options: PullOptions): Promise<string> => {
  const { deployment, cwd, log, session } = options;
  const { env } = whereWeAre();
  const { directory } = await runSteps({
    client: session.client,
    steps: deployment.pull_steps ?? [],
    what: "the pull step",
    deployment: deployment.name,
    cwd: resolve(cwd, deployment.path?.replaceAll("$STORAGE_BASE_PATH", env.PREFECT__STORAGE_BASE_PATH ?? "") ?? "."),
    env,
    log,
    onEnd: (step, outcome) => tell(options, step, outcome),
  });
  return directory;
};
