import { describeMachine } from "./machine.ts";
import { buildPackage } from "./servers.ts";
import { closeServices } from "./services.ts";

/** One thing measured, on both servers where both can do it. */
export interface Figure {
  readonly what: string;
  readonly prefect: string;
  readonly ours: string;
  /** What ours should reach. */
  readonly goal: string;
}

/** One row of the table: a question and how it is answered. */
export interface Row {
  readonly name: string;
  readonly how: string;
  run(): Promise<readonly Figure[]>;
}

/** What was measured, or why it could not be: one server that fails must not take the other's figures with it. */
export const attempt = async (measureOne: () => Promise<string | undefined>): Promise<string> => {
  try {
    return (await measureOne()) ?? "not measured here";
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return `failed: ${first.slice(0, 120)}`;
  }
};

const columns = ["what", "prefect", "ours", "goal"] as const;

/** The figures as a Markdown table, its columns aligned for the terminal. */
export const printTable = (figures: readonly Figure[]): string => {
  const rows = [{ what: "what", prefect: "Prefect", ours: "Millrace", goal: "goal" }, ...figures];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  const [head, ...body] = rows.map((row) => line(columns.map((column) => row[column])));
  return [head, line(widths.map((width) => "-".repeat(width))), ...body].join("\n");
};

/** Runs one row by itself: `node benchmarks/rows/logs.ts`. */
export const runAlone = async (row: Row): Promise<void> => {
  buildPackage();
  console.log(`${await describeMachine()}\n\n${row.how}\n`);
  console.log(printTable(await row.run()));
  await closeServices();
};
