/** Markdown tables. */

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

export const printTable = (headers: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(headers), line(headers.map(() => "---")), ...rows.map(line)].join("\n");

/** Stands at the top of every page that a program wrote. */
export const generatedNotice = "<!-- Written by tools/docs/generate.ts from the program itself. Do not edit. -->";

export const printPage = (blocks: readonly string[]): string => `${[generatedNotice, ...blocks].join("\n\n")}\n`;
