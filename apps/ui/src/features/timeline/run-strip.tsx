import { Text } from "@mantine/core";
import { AppLink } from "../../components/app-link.tsx";
import { RunDuration } from "../../components/flow-run-list/run-columns.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Instant } from "../../components/time/instant.tsx";
import type { Bar } from "./lanes.ts";
import classes from "./timeline.module.css";

/** The run that is pointed at, or that keys or a press have chosen. Its place is kept free, so that nothing moves. */
export const RunStrip = ({ bar }: { readonly bar: Bar | undefined }) => (
  <section className={classes.strip} aria-label="Chosen run">
    {bar === undefined ? (
      <Text size="sm" c="dimmed">
        Point at a run to see what it is.
      </Text>
    ) : (
      <>
        <AppLink to="/runs/flow-run/$id" params={{ id: bar.run.id }} size="sm" fw={550}>
          {bar.run.name}
        </AppLink>
        <StateBadge type={bar.run.state_type} name={bar.run.state_name} />
        <span>
          {bar.isPlanned ? "due " : "started "}
          <Instant at={new Date(bar.from).toISOString()} as="absolute" />
        </span>
        {!bar.isPlanned && <RunDuration run={bar.run} />}
      </>
    )}
  </section>
);
