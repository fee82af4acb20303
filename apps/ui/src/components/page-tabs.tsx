import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page-tabs.module.css";

export interface PageTab {
  readonly name: string;
  readonly label: string;
  /** Beside the label, such as a count. */
  readonly count?: number | undefined;
  readonly render: () => ReactNode;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly PageTab[];
  /** From the address; unknown or missing means the first. */
  readonly tab: string | undefined;
  /** Puts the name into the address. */
  readonly onTab: (name: string) => void;
}

/** Parts of a page, one at a time; the address says which. Only the shown one is rendered. */
export const PageTabs = ({ label, tabs, tab, onTab }: Props) => {
  const shown = tabs.find(({ name }) => name === tab) ?? tabs[0];
  return (
    <Tabs value={shown?.name ?? null} onChange={(name) => name !== null && onTab(name)} keepMounted={false}>
      <Tabs.List className={classes.list ?? ""} aria-label={label}>
        {tabs.map(({ name, label: text, count }) => (
          <Tabs.Tab
            key={name}
            value={name}
            {...(count === undefined ? {} : { rightSection: <span className={classes.count}>{count}</span> })}
          >
            {text}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, render }) => (
        <Tabs.Panel key={name} value={name} className={classes.panel ?? ""}>
          {name === shown?.name && render()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
};
