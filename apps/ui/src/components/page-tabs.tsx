import { Tabs } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
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
  const list = useRef<HTMLDivElement>(null);
  const name = shown?.name;
  // On a phone the tabs do not all fit: the chosen one is brought into sight.
  useEffect(() => {
    const chosen = name === undefined ? null : list.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    if (list.current && chosen) list.current.scrollLeft = chosen.offsetLeft - (list.current.clientWidth - chosen.clientWidth) / 2;
  }, [name]);
  return (
    <Tabs value={name ?? null} onChange={(next) => next !== null && onTab(next)} keepMounted={false}>
      <Tabs.List ref={list} className={classes.list ?? ""} aria-label={label}>
        {tabs.map(({ name: each, label: text, count }) => (
          <Tabs.Tab
            key={each}
            value={each}
            className={classes.tab ?? ""}
            {...(count === undefined ? {} : { rightSection: <span className={classes.count}>{count}</span> })}
          >
            {text}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name: each, render }) => (
        <Tabs.Panel key={each} value={each} className={classes.panel ?? ""}>
          {each === name && render()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
};
