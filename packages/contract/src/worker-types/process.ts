import { type Job, optional } from "./job-template.ts";

/** A process beside the worker. */
export const processes: Job = {
  variables: {
    stream_output: {
      type: "boolean",
      title: "Stream Output",
      description: "Show what the run prints in the worker's own output.",
      default: true,
    },
    working_dir: optional(
      { type: "string", format: "path" },
      { title: "Working Directory", description: "Where the process starts; a directory of its own that goes with it when empty." },
    ),
  },
};
