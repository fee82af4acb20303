import { Group, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { CopyButton } from "../copy-button.tsx";
import classes from "./json-view.module.css";

interface NodeProps {
  readonly name: string | undefined;
  readonly value: unknown;
  readonly depth: number;
  /** Levels that start open. */
  readonly open: number;
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value);
};

const kindOf = (value: unknown): string => (value === null ? "null" : typeof value);

const Key = ({ name }: { readonly name: string | undefined }) =>
  name === undefined ? null : <span className={classes.key}>{name}: </span>;

const Leaf = ({ name, value }: Pick<NodeProps, "name" | "value">) => (
  <div className={classes.line}>
    <Key name={name} />
    <span data-kind={kindOf(value)} className={classes.value}>
      {typeof value === "string" ? `"${value}"` : Array.isArray(value) ? "[]" : kindOf(value) === "object" ? "{}" : String(value)}
    </span>
  </div>
);

/** Long lists are shown piece by piece, so that a page stays quick. */
const step = 100;

const Branch = ({ name, value, depth, open, entries }: NodeProps & { readonly entries: readonly (readonly [string, unknown])[] }) => {
  const [isOpen, setOpen] = useState(depth < open);
  const [most, setMost] = useState(step);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  const isList = Array.isArray(value);
  return (
    <div>
      <UnstyledButton className={classes.line} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon size={13} className={classes.chevron} aria-hidden="true" />
        <Key name={name} />
        <span className={classes.size}>{isList ? `[${entries.length}]` : `{${entries.length}}`}</span>
      </UnstyledButton>
      {isOpen && (
        <div className={classes.children}>
          {entries.slice(0, most).map(([key, child]) => (
            <JsonNode key={key} name={key} value={child} depth={depth + 1} open={open} />
          ))}
          {entries.length > most && (
            <UnstyledButton className={classes.more} onClick={() => setMost(most + step)}>
              {entries.length - most} more
            </UnstyledButton>
          )}
        </div>
      )}
    </div>
  );
};

const JsonNode = (props: NodeProps) => {
  const entries = entriesOf(props.value);
  return entries === undefined || entries.length === 0 ? <Leaf {...props} /> : <Branch {...props} entries={entries} />;
};

/** A JSON value as a tree that opens and closes. `open`: levels that start open, 2 unless given. */
export const JsonView = ({ value, label, open = 2 }: { readonly value: unknown; readonly label: string; readonly open?: number }) => (
  <section className={classes.view} aria-label={label}>
    <Group className={classes.tools ?? ""}>
      <CopyButton text={JSON.stringify(value, null, 2) ?? "null"} label={`Copy ${label}`} />
    </Group>
    <JsonNode name={undefined} value={value} depth={0} open={open} />
  </section>
);
