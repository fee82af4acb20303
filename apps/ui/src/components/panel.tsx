import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./panel.module.css";

interface Props {
  readonly title?: string;
  readonly actions?: ReactNode;
  /** Without padding, for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A titled part of a page on a surface of its own. */
export const Panel = ({ title, actions, flush = false, children }: Props) => (
  <section className={classes.panel} {...(title === undefined ? {} : { "aria-label": title })}>
    {(title !== undefined || actions !== undefined) && (
      <Group justify="space-between" px="md" py={10} className={classes.head ?? ""}>
        {title !== undefined && <Title order={2}>{title}</Title>}
        {actions}
      </Group>
    )}
    <div {...(flush ? {} : { className: classes.body ?? "" })}>{children}</div>
  </section>
);
