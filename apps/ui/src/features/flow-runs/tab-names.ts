/** The parts of a flow run's page. */
export const tabNames = [
  "summary",
  "gantt",
  "graph",
  "table",
  "logs",
  "tasks",
  "subflows",
  "artifacts",
  "inputs",
  "history",
  "raw",
] as const;
export type TabName = (typeof tabNames)[number];

/** What older addresses call them. */
const aliases: Readonly<Record<string, TabName>> = {
  details: "summary",
  taskruns: "tasks",
  subflowruns: "subflows",
  parameters: "inputs",
  jobvariables: "inputs",
  results: "artifacts",
  timeline: "gantt",
};

export const readTab = (tab: string | undefined): TabName => {
  const name = (tab ?? "").toLowerCase().replaceAll(/[^a-z]/g, "");
  return tabNames.find((each) => each === name) ?? aliases[name] ?? "summary";
};
