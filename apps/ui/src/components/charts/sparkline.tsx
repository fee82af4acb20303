interface Props {
  readonly label: string;
  /** From old to new; null where there is nothing. */
  readonly values: readonly (number | null)[];
  readonly width?: number;
  readonly height?: number;
  readonly color?: string;
}

/** A trend no larger than a word. */
export const Sparkline = ({ label, values, width = 96, height = 22, color = "var(--mantine-primary-color-filled)" }: Props) => {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const span = high - low || 1;
  const points = values.flatMap((value, index) => {
    if (value === null) return [];
    const x = values.length === 1 ? width / 2 : (index / (values.length - 1)) * (width - 2) + 1;
    return [`${x.toFixed(1)},${(height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)}`];
  });
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <polyline points={points.join(" ")} fill="none" stroke={color} strokeWidth={1.5} strokeLinejoin="round" />
    </svg>
  );
};
