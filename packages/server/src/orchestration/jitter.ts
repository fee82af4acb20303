/**
 * A wait around `seconds`, so that runs turned away together do not all come back together. Drawn from an exponential
 * distribution cut off at `1 + spread` times the mean above, and below where the mean stays about the same (server.md §7.2).
 */
export const jittered = (seconds: number, random: () => number, spread = 0.3): number => {
  if (seconds <= 0) return 0;
  const upper = 1 + spread;
  // For large spreads the lower bound vanishes, and 2 ** upper would overflow.
  const lower = upper >= 50 ? 0 : -Math.log2(1 - 2 ** -upper);
  const share = (multiple: number): number => 1 - Math.exp(-multiple);
  const drawn = share(lower) + random() * (share(upper) - share(lower));
  return -Math.log(Math.max(1 - drawn, 1e-10)) * seconds;
};
