import { Group, Text } from "@mantine/core";
import type { PoolOutcomes } from "@millrace/contract";
import classes from "./outcomes.module.css";

const parts = ["completed", "failed", "crashed", "cancelled"] as const;

const percent = (share: number): string => `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;

interface Props {
  readonly outcomes: PoolOutcomes;
  /** From 0 to 1; null where nothing ended. */
  readonly share: number | null;
  /** The same of the period before. */
  readonly before: number | null;
}

/** By how much a share went up or down, in percentage points; undefined where that cannot be said. */
export const shareChange = (share: number | null, before: number | null): string | undefined => {
  if (share === null || before === null) return undefined;
  const points = (share - before) * 100;
  if (Math.abs(points) < 0.05) return "±0";
  return `${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1)}`;
};

/** How the runs of a period ended: a bar, the share that completed, and how that changed. */
export const Outcomes = ({ outcomes, share, before }: Props) => {
  const total = parts.reduce((sum, part) => sum + outcomes[part], 0);
  if (total === 0 || share === null) return <Text size="sm">No runs</Text>;
  const said = parts.flatMap((part) => (outcomes[part] === 0 ? [] : `${outcomes[part]} ${part}`)).join(", ");
  const change = shareChange(share, before);
  return (
    <Group gap={8} wrap="nowrap" display="inline-flex" title={said}>
      <span className={classes.bar} role="img" aria-label={said}>
        {parts.map((part) => (
          <span key={part} style={{ flexGrow: outcomes[part], background: `var(--state-${part})` }} />
        ))}
      </span>
      <Text size="sm" component="span" style={{ whiteSpace: "nowrap" }}>
        {percent(share)}
      </Text>
      {change !== undefined && (
        <Text size="xs" c="dimmed" component="span" style={{ whiteSpace: "nowrap" }} title="Percentage points against the period before">
          {change}
        </Text>
      )}
    </Group>
  );
};
