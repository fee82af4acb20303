import { formatDuration } from "../components/time/format-time.ts";

/** A length of time given in milliseconds, as everywhere on the pages. */
export const printElapsed = (milliseconds: number): string => formatDuration(milliseconds / 1000);

/** A time of an axis whose marks are `step` apart, in milliseconds: as exact as the step, so that no two marks read alike. */
export const printMark = (milliseconds: number, step: number): string => {
  if (step >= 1000 || milliseconds === 0) return printElapsed(milliseconds);
  const decimals = step >= 100 ? 1 : step >= 10 ? 2 : 3;
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = ((milliseconds - minutes * 60_000) / 1000).toFixed(decimals);
  return minutes === 0 ? `${seconds} s` : `${printElapsed(minutes * 60_000).replace(/ 00s$/, "")} ${seconds} s`;
};
