import { Text } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import { Panel } from "../../components/panel.tsx";
import classes from "./compare.module.css";
import type { ComparedMessage } from "./compare-messages.ts";
import { ComparedTable } from "./compared-table.tsx";

interface Props {
  readonly runs: readonly FlowRun[];
  readonly messages: readonly ComparedMessage[];
  readonly isCut: boolean;
}

/** The errors that the runs logged, and how often each did. */
export const MessagesTable = ({ runs, messages, isCut }: Props) => (
  <Panel title="Errors in the logs" flush={messages.length > 0}>
    {messages.length === 0 ? (
      <Text size="sm" c="dimmed">
        No run has logged an error.
      </Text>
    ) : (
      <ComparedTable
        label="Errors in the logs"
        what="Message"
        runs={runs}
        rows={messages.map(({ text, counts }) => ({
          key: text,
          head: <span className={classes.message}>{text}</span>,
          cells: counts.map((count, index) => {
            const id = runs[index]?.id;
            if (count === 0 || id === undefined) return <span className={classes.none}>–</span>;
            return (
              <AppLink key={id} to="/runs/flow-run/$id" params={{ id }} search={{ tab: "logs", level: 40 }} size="sm">
                {count.toLocaleString("en")} ×
              </AppLink>
            );
          }),
          differs: counts.includes(0),
        }))}
      />
    )}
    {isCut && (
      <Text size="xs" c="dimmed" px="md" py={6}>
        The first 200 errors of these runs were looked at.
      </Text>
    )}
  </Panel>
);
