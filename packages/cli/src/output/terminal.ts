import type { Host } from "../host.ts";

/** Columns to fit: the terminal's, else those of COLUMNS, else no limit, so that pipes get whole values. */
export const widthOf = ({ env, stdout }: Pick<Host, "env" | "stdout">): number | undefined => {
  const columns = stdout.columns ?? Number(env.COLUMNS || Number.NaN);
  return columns > 0 ? columns : undefined;
};

/** Whether an output may have colours, before the settings had their say. */
export const mayColour = (env: Host["env"], output: Host["stdout"]): boolean =>
  output.columns !== undefined && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
