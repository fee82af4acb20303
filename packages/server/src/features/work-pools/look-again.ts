import type { Context } from "../../context.ts";

/** Time between looks for what other servers did without a word. */
const lookAgainMillis = 1000;

/** Calls `look` every second where other servers share the database; returns how to stop. */
export const lookAgain = ({ clock, db }: Pick<Context, "clock" | "db">, look: () => void): (() => void) => {
  if (!db.isShared) return () => undefined;
  let callOff = (): void => undefined;
  const next = (): void => {
    callOff = clock.after(lookAgainMillis, () => {
      look();
      next();
    });
  };
  next();
  return () => callOff();
};
