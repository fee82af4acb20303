import { Table } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import type { ReactNode } from "react";
import classes from "./compare.module.css";
import { letters } from "./letters.ts";

interface Row {
  readonly key: string;
  readonly head: ReactNode;
  readonly cells: readonly ReactNode[];
  /** Marked, since the runs are not alike in it. */
  readonly differs?: boolean;
}

interface Props {
  readonly label: string;
  /** What the first column holds. */
  readonly what: string;
  readonly runs: readonly FlowRun[];
  /** Columns after those of the runs. */
  readonly more?: readonly string[];
  readonly rows: readonly Row[];
}

/** A row for each thing that is compared, a column for each run. */
export const ComparedTable = ({ label, what, runs, more = [], rows }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
  <section className={classes.scroll} tabIndex={0} aria-label={`${label}, side by side`}>
    <Table aria-label={label} className={classes.table ?? ""}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{what}</Table.Th>
          {runs.map(({ id, name }, index) => (
            <Table.Th key={id} scope="col">
              <span className={classes.letter}>{letters[index]}</span> {name}
            </Table.Th>
          ))}
          {more.map((name) => (
            <Table.Th key={name} scope="col">
              {name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, head, cells, differs = false }) => (
          <Table.Tr key={key} data-differs={differs || undefined}>
            <Table.Th scope="row">
              {head}
              {differs && <span className={classes.mark}>differs</span>}
            </Table.Th>
            {cells.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells never move.
              <Table.Td key={index}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
);
