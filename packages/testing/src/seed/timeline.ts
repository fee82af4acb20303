const second = 1_000_000;
const day = 86_400 * second;

/** When the numbered runs were expected to start: most of them over sixty days, a fifth on one heavy day, a few thousand today, some to come. */
export interface Timeline {
  /** Microseconds since 1970. */
  readonly now: number;
  readonly first: number;
  /** Runs from this number on belong to the heavy day, to the last day, and to the future. */
  readonly heavy: number;
  readonly today: number;
  readonly future: number;
  readonly count: number;
}

export const createTimeline = (now: number, count: number): Timeline => {
  const future = count - Math.min(2000, Math.floor(count / 20));
  const today = future - Math.min(4000, Math.floor(count / 10));
  return { now, first: now - 60 * day, heavy: Math.floor(today * 0.8), today, future, count };
};

/** The expected start of run `n`, as SQL over whole microseconds. */
export const expectedStart = ({ now, first, heavy, today, future, count }: Timeline, n = "n"): string => {
  const spread = ([from, until]: readonly [number, number], start: number, length: number): string =>
    `${start} + (${n} - ${from}) * ${Math.floor(length / Math.max(until - from, 1))}`;
  return `(case when ${n} < ${heavy} then ${spread([0, heavy], first, 59 * day)}
    when ${n} < ${today} then ${spread([heavy, today], now - 7 * day, day)}
    when ${n} < ${future} then ${spread([today, future], now - day, day)}
    else ${spread([future, count], now + second, 2 * day)} end)`;
};

/** A number below `size` that looks random and is the same every time. */
export const scatter = (size: number, salt: number, n = "n"): string =>
  `((${n} * ${7919 + 2 * salt} + ${104_729 * salt}) % 1000003 % ${size})`;

export { day, second };
