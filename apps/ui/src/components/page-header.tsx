import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page-header.module.css";

interface Props {
  readonly title: string;
  /** What the browser's tab says; the title unless given. */
  readonly tab?: string;
  /** What leads here, from the list down: links. */
  readonly crumbs?: readonly ReactNode[];
  /** Beside the title, such as a state. */
  readonly badge?: ReactNode;
  readonly description?: ReactNode;
  /** Buttons and menus. */
  readonly actions?: ReactNode;
}

/** The head of every page: sets the tab's title, says where one is and offers what can be done. */
export const PageHeader = ({ title, tab = title, crumbs = [], badge, description, actions }: Props) => (
  <header className={classes.header}>
    <title>{`${tab} · Millrace`}</title>
    <div className={classes.text}>
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumbs">
          <ol className={classes.crumbs}>
            {crumbs.map((crumb, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: crumbs never move.
              <li key={index}>{crumb}</li>
            ))}
          </ol>
        </nav>
      )}
      <div className={classes.title}>
        <Title order={1}>{title}</Title>
        {badge}
      </div>
      {description !== undefined && (
        <Text size="sm" c="dimmed" component="div">
          {description}
        </Text>
      )}
    </div>
    {actions !== undefined && <Group gap="xs">{actions}</Group>}
  </header>
);
