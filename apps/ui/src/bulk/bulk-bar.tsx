import { Button, Group, UnstyledButton } from "@mantine/core";
import type { BulkSubject } from "@millrace/contract";
import { IconArrowsDiff } from "@tabler/icons-react";
import { LinkButton } from "../components/app-link.tsx";
import classes from "./bulk.module.css";
import { type BulkDeed, bulkSubjects } from "./bulk-deeds.ts";

interface Props {
  readonly subject: BulkSubject;
  /** Ids of the chosen rows. */
  readonly chosen: readonly string[];
  /** All that match the filter are meant, rather than the chosen rows. */
  readonly isAll: boolean;
  /** How many match the filter. */
  readonly count: number;
  readonly onDeed: (deed: BulkDeed) => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
}

const CompareButton = ({ ids: [a, b, c] }: { readonly ids: readonly string[] }) => (
  <LinkButton to="/runs/compare" search={{ a, b, c }} variant="default" leftSection={<IconArrowsDiff size={14} />}>
    Compare
  </LinkButton>
);

/** What can be done with the chosen rows, or with all that match. */
export const BulkBar = ({ subject, chosen, isAll, count, onDeed, onAll, onClear }: Props) => {
  const { many, deeds } = bulkSubjects[subject];
  const canCompare = subject === "flow_runs" && !isAll && (chosen.length === 2 || chosen.length === 3);
  return (
    <section className={classes.bar} aria-label={`Chosen ${many}`}>
      <b>{isAll ? `All ${count.toLocaleString("en")} matching ${many}` : `${chosen.length} chosen`}</b>
      {!isAll && count > chosen.length && (
        <Button variant="subtle" onClick={onAll}>
          Choose all {count.toLocaleString("en")} matching
        </Button>
      )}
      <Group gap={4}>
        {deeds.map((deed) => (
          <Button key={deed.action} variant="default" leftSection={<deed.icon size={14} />} onClick={() => onDeed(deed)}>
            {deed.label}
          </Button>
        ))}
        {canCompare && <CompareButton ids={chosen} />}
      </Group>
      <UnstyledButton onClick={onClear} fz="sm" td="underline">
        Clear
      </UnstyledButton>
    </section>
  );
};
