const units = [
  { name: "d", length: 86_400_000 },
  { name: "h", length: 3_600_000 },
  { name: "m", length: 60_000 },
] as const;

/** A time in its two greatest units, such as `1m 20s`; seconds with as many decimals as `step`, all in milliseconds, asks for. */
export const printElapsed = (milliseconds: number, step = milliseconds): string => {
  if (Number.isNaN(milliseconds)) return "–";
  if (milliseconds === 0) return "0s";
  if (milliseconds < 0) return `-${printElapsed(-milliseconds, step)}`;
  if (milliseconds < 1000) return `${Number(milliseconds.toPrecision(3))}ms`;
  const decimals = step < 10 ? 3 : step < 100 ? 2 : step < 10_000 && step % 1000 !== 0 ? 1 : 0;
  let rest = milliseconds < 60_000 ? Number((milliseconds / 1000).toFixed(decimals)) * 1000 : Math.round(milliseconds / 1000) * 1000;
  const parts: string[] = [];
  for (const { name, length } of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0 || (parts.length > 0 && parts.length < 2)) parts.push(`${count}${name}`);
  }
  if (parts.length < 2) parts.push(`${(rest / 1000).toFixed(parts.length === 0 ? decimals : 0)}s`);
  return parts
    .slice(0, 2)
    .filter((part, index) => index === 0 || !/^0[a-z]$/.test(part))
    .join(" ");
};
