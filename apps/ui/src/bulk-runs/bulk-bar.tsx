import type { BulkAction } from "@millrace/contract";
import { IconArrowsDiff } from "@tabler/icons-react";
import { LinkButton } from "../components/app-link.tsx";
import { ChoiceBar } from "../components/many/choice-bar.tsx";
import { bulkActionNames, bulkActions } from "./bulk-actions.ts";

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
    <ChoiceBar
      what="runs"
      chosen={chosen.length}
      isAll={isAll}
      count={count}
      deeds={bulkActionNames.map((name) => ({ name, label: bulkActions[name].label, icon: bulkActions[name].icon }))}
      onDeed={onAction}
      onAll={onAll}
      onClear={onClear}
    >
      {canCompare && (
        <LinkButton to="/runs/compare" search={{ a, b, c }} variant="default" leftSection={<IconArrowsDiff size={14} />}>
          Compare
        </LinkButton>
      )}
    </ChoiceBar>
  );
};
