import { Button, Group, UnstyledButton } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./many.module.css";

interface Deed<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly icon: TablerIcon;
}

interface Props<Name extends string> {
  /** What the rows are, such as "task runs". */
  readonly what: string;
  /** How many rows are chosen. */
  readonly chosen: number;
  /** All that match the filter are meant, rather than the chosen rows. */
  readonly isAll: boolean;
  /** How many match the filter. */
  readonly count: number;
  readonly deeds: readonly Deed<Name>[];
  readonly onDeed: (name: Name) => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
  readonly children?: ReactNode;
}

/** What can be done with the chosen rows, or with all that match. */
export const ChoiceBar = <Name extends string>(props: Props<Name>) => {
  const { what, chosen, isAll, count, deeds, onDeed, onAll, onClear, children } = props;
  return (
    <section className={classes.bar} aria-label={`Chosen ${what}`}>
      <b>{isAll ? `All ${count.toLocaleString("en")} matching ${what}` : `${chosen} chosen`}</b>
      {!isAll && count > chosen && (
        <Button variant="subtle" onClick={onAll}>
          Choose all {count.toLocaleString("en")} matching
        </Button>
      )}
      <Group gap={4}>
        {deeds.map(({ name, label, icon: Icon }) => (
          <Button key={name} variant="default" leftSection={<Icon size={14} />} onClick={() => onDeed(name)}>
            {label}
          </Button>
        ))}
        {children}
      </Group>
      <UnstyledButton onClick={onClear} fz="sm" td="underline">
        Clear
      </UnstyledButton>
    </section>
  );
};
