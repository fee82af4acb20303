import { useMemo } from "react";
import { printCell, type TableData } from "../../components/artifacts/read-table.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import classes from "./artifacts.module.css";
import { compareTables, type RowChange } from "./compare-tables.ts";

const words = { same: "", added: "added", removed: "removed" } as const;

/** Rows that only one of two tables has, and the unchanged ones between them. */
export const TableChanges = ({ before, after }: { readonly before: TableData; readonly after: TableData }) => {
  const { columns, rows } = useMemo(() => compareTables(before, after), [before, after]);
  const count = (kind: RowChange["kind"]): number => rows.filter((row) => row.kind === kind).length;
  if (count("added") + count("removed") === 0) return <EmptyState title="No difference">Both hold the same rows.</EmptyState>;
  const numbered = rows.map((row, index) => ({ ...row, number: index }));
  return (
    <Panel title={`${count("added")} ${count("added") === 1 ? "row" : "rows"} added, ${count("removed")} removed`} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label="Changed rows" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Change</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {numbered.map(({ kind, row, number }) => (
              <tr key={number} data-change={kind}>
                <td>{words[kind]}</td>
                {columns.map((column) => (
                  <td key={column} data-kind={typeof row[column]}>
                    {printCell(row[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
};
