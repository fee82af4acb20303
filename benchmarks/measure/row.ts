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

/** The figures of a row, or why there are none: one row that fails must not take the others with it. */
export const measure = async (row: Row): Promise<readonly Figure[]> => {
  try {
    return await row.run();
  } catch (error) {
    return [{ what: row.name, prefect: "–", ours: `failed: ${error instanceof Error ? error.message : String(error)}`, goal: "–" }];
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
  console.log(printTable(await measure(row)));
  await closeServices();
};
