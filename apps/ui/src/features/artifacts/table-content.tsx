import { Group, Pagination, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { printCell, type TableData } from "../../components/artifacts/read-table.ts";
import { SearchBox } from "../../components/search-box.tsx";
import classes from "./artifacts.module.css";

const pageRows = 25;

/** A table's rows, a page at a time, searched in every cell. */
export const TableContent = ({ table: { columns, rows }, label }: { readonly table: TableData; readonly label: string }) => {
  const [query, setQuery] = useState("");
  const [page, setPage] = useState(1);
  const found = useMemo(() => {
    const text = query.trim().toLowerCase();
    return text === "" ? rows : rows.filter((row) => columns.some((column) => printCell(row[column]).toLowerCase().includes(text)));
  }, [rows, columns, query]);
  const pages = Math.max(1, Math.ceil(found.length / pageRows));
  const first = (Math.min(page, pages) - 1) * pageRows;
  const shown = found.slice(first, first + pageRows).map((row, index) => ({ row, number: first + index }));
  return (
    <>
      <Group justify="space-between" mb="xs">
        <SearchBox
          label="Search the table"
          value={query}
          onChange={(value) => {
            setQuery(value);
            setPage(1);
          }}
        />
        <Text size="sm" c="dimmed" role="status">
          {found.length.toLocaleString("en")} of {rows.length.toLocaleString("en")} rows
        </Text>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label={label} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" data-kind={typeof rows[0]?.[column]}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ row, number }) => (
              <tr key={number}>
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
      {pages > 1 && (
        <Group justify="flex-end" mt="xs">
          <Pagination
            size="sm"
            total={pages}
            value={Math.min(page, pages)}
            onChange={setPage}
            getControlProps={(control) => ({ "aria-label": `${control} page` })}
            getItemProps={(item) => ({ "aria-label": `Page ${item}` })}
          />
        </Group>
      )}
    </>
  );
};
