import { Progress, Text } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import { Markdown } from "../markdown.tsx";
import classes from "./artifacts.module.css";
import { printCell, readTable, type TableData } from "./read-table.ts";

/** What is looked at from afar: the first characters, rows and columns. */
const [mostText, mostRows, mostColumns] = [1200, 5, 4] as const;

/** What the content policy lets a picture come from: a page elsewhere, or the artifact itself. Nothing in a picture is carried out. */
export const isPicture = (text: string): boolean => isWebAddress(text) || /^data:image\/[a-z+.-]+[;,]/i.test(text);

export const isWebAddress = (text: string): boolean => URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);

const TablePreview = ({ table: { columns, rows } }: { readonly table: TableData }) => {
  const shown = columns.slice(0, mostColumns);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {shown.map((column) => (
            <th key={column}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, mostRows).map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no ids.
          <tr key={index}>
            {shown.map((column) => (
              <td key={column}>{printCell(row[column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Content = ({ artifact: { type, data } }: { readonly artifact: Pick<Artifact, "type" | "data"> }) => {
  const table = type === "table" ? readTable(data) : undefined;
  if (table !== undefined) return <TablePreview table={table} />;
  if (type === "progress" && typeof data === "number")
    return (
      <>
        <Progress value={data} size="lg" aria-label="Progress" />
        <Text size="sm" mt={6}>
          {Math.round(data * 10) / 10} %
        </Text>
      </>
    );
  if (type === "image" && typeof data === "string")
    return isPicture(data) ? <img src={data} alt="" loading="lazy" className={classes.image} /> : data;
  if (typeof data === "string") return <Markdown text={data.slice(0, mostText)} hasDiagrams={false} />;
  return data === null ? "No data" : <pre className={classes.data}>{JSON.stringify(data, null, 2).slice(0, mostText)}</pre>;
};

/** The beginning of what an artifact holds, to be seen only: nothing in it can be followed or read out. */
export const ArtifactPreview = ({ artifact }: { readonly artifact: Pick<Artifact, "type" | "data"> }) => (
  <div className={classes.preview} inert>
    <Content artifact={artifact} />
  </div>
);
