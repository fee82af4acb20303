import { Button, Group, UnstyledButton } from "@mantine/core";
import type { BulkAction } from "@millrace/contract";
import { IconArrowsDiff } from "@tabler/icons-react";
import { LinkButton } from "../components/app-link.tsx";
import { bulkActionNames, bulkActions } from "./bulk-actions.ts";
import classes from "./bulk-runs.module.css";

interface Props {
  /** Ids of the chosen rows. */
  readonly chosen: readonly string[];
  /** All that match the filter are meant, rather than the chosen rows. */
  readonly isAll: boolean;
  /** How many match the filter. */
  readonly count: number;
  readonly onAll: () => void;
  readonly onClear: () => void;
  readonly onAction: (action: BulkAction) => void;
}

/** What can be done with the chosen runs, or with all that match. */
export const BulkBar = ({ chosen, isAll, count, onAll, onClear, onAction }: Props) => {
  const [a, b, c] = chosen;
  const canCompare = !isAll && a !== undefined && b !== undefined && chosen.length <= 3;
  return (
    <section className={classes.actions} aria-label="Chosen runs">
      <b>{isAll ? `All ${count.toLocaleString("en")} matching runs` : `${chosen.length} chosen`}</b>
      {!isAll && count > chosen.length && (
        <Button variant="subtle" onClick={onAll}>
          Choose all {count.toLocaleString("en")} matching
        </Button>
      )}
      <Group gap={4}>
        {bulkActionNames.map((action) => {
          const { label, icon: Icon } = bulkActions[action];
          return (
            <Button key={action} variant="default" leftSection={<Icon size={14} />} onClick={() => onAction(action)}>
              {label}
            </Button>
          );
        })}
        {canCompare && (
          <LinkButton to="/runs/compare" search={{ a, b, c }} variant="default" leftSection={<IconArrowsDiff size={14} />}>
            Compare
          </LinkButton>
        )}
      </Group>
      <UnstyledButton onClick={onClear} fz="sm" td="underline">
        Clear
      </UnstyledButton>
    </section>
  );
};
