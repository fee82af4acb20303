/** The server's own log, one structured line per message. Secrets never go in. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** `err` prints with its stack. */
export type LogFields = Readonly<Record<string, unknown>> & { readonly err?: unknown };

const pinoLevels = { DEBUG: "debug", INFO: "info", WARNING: "warn", ERROR: "error", CRITICAL: "fatal" } as const;

export const createLogger = async (level: keyof typeof pinoLevels): Promise<Logger> => {
  const { pino } = await import("pino");
  return pino(
    { level: pinoLevels[level], base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  ) satisfies Logger;
};
