/** The protocol's levels are numbers (events.md §8). */
export const levelNumbers = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 } as const;
export type LevelName = keyof typeof levelNumbers;

export const levelName = (level: number): LevelName =>
  level >= 50 ? "CRITICAL" : level >= 40 ? "ERROR" : level >= 30 ? "WARNING" : level >= 20 ? "INFO" : "DEBUG";
