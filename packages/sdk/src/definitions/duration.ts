/** A length of time with its unit: `"30s"`, `"1.5h"`, `{ minutes: 5 }`. A bare number is refused, since it could mean anything. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}` | DurationParts;
export interface DurationParts {
  readonly milliseconds?: number;
  readonly seconds?: number;
  readonly minutes?: number;
  readonly hours?: number;
  readonly days?: number;
}

const secondsPer = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;
const secondsOf = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const satisfies Record<
  keyof DurationParts,
  number
>;
const shape = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

const isUnit = (unit: string | undefined): unit is keyof typeof secondsPer => unit !== undefined && unit in secondsPer;
const isPart = (name: string): name is keyof DurationParts => Object.hasOwn(secondsOf, name);

/** Seconds of a duration. Throws a `TypeError` on anything that is none, such as a bare number from plain JavaScript. */
export const toSeconds = (duration: Duration): number => {
  if (typeof duration === "string") {
    const [, amount, unit] = shape.exec(duration) ?? [];
    if (isUnit(unit)) return Number(amount) * secondsPer[unit];
  } else if (typeof duration === "object" && duration !== null) {
    const parts = Object.entries(duration).filter(([, amount]) => amount !== undefined);
    const total = parts.reduce(
      (sum, [name, amount]) => sum + (isPart(name) && typeof amount === "number" ? amount * secondsOf[name] : Number.NaN),
      0,
    );
    if (Number.isFinite(total) && total >= 0) return total;
  }
  throw new TypeError(`${JSON.stringify(duration)} is not a duration; write one with its unit, such as "30s", "5m" or { hours: 2 }.`);
};

/** Seconds as the protocol's messages print them: whole numbers with one decimal. */
export const printSeconds = (seconds: number): string => (Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds));
