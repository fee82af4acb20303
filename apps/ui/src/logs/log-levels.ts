/** The levels that people know by name, the least first. */
export const logLevels = [
  { level: 10, name: "Debug" },
  { level: 20, name: "Info" },
  { level: 30, name: "Warning" },
  { level: 40, name: "Error" },
  { level: 50, name: "Critical" },
] as const;

export type LevelName = (typeof logLevels)[number]["name"];

/** The name of any level: that of the known one below it. */
export const nameOfLevel = (level: number): LevelName => logLevels.findLast((known) => known.level <= level)?.name ?? "Debug";
