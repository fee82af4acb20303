import { Code, Table, Text } from "@mantine/core";
import type { Json, JsonObject } from "@millrace/contract";
import { type ReactNode, useMemo } from "react";
import { listChanges } from "./changes.ts";
import { shortJson } from "./json.ts";
import { pathText } from "./paths.ts";
import classes from "./schema-form.module.css";

interface ChangesTableProps {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Whether keys left out of `after` are gone, rather than as before. */
  readonly whole?: boolean;
  /** What the two are called; "Before" and "After" when left out. */
  readonly names?: readonly [before: string, after: string];
}

/** What given values change about others, one place to a row. */
export const ChangesTable = ({ before, after, whole = false, names }: ChangesTableProps): ReactNode => {
  const changes = useMemo(() => listChanges(before, after, whole), [before, after, whole]);
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {names === undefined ? "Nothing differs." : `Nothing differs between ${names[0]} and ${names[1]}.`}
      </Text>
    );
  }
  return (
    <div className={classes.values}>
      <Table verticalSpacing={6} fz="xs">
        <Table.Thead>
          <Table.Tr>
            {["Value", ...(names ?? ["Before", "After"])].map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map((change) => (
            <Table.Tr key={pathText(change.path)}>
              <Table.Th scope="row">{pathText(change.path)}</Table.Th>
              <Side value={change.before} />
              <Side value={change.after} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
};

const Side = ({ value }: { readonly value: Json | undefined }): ReactNode => (
  <Table.Td>
    {value === undefined ? (
      <Text span size="xs" c="dimmed">
        left out
      </Text>
    ) : (
      <Code>{shortJson(value, 200)}</Code>
    )}
  </Table.Td>
);
