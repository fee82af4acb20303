import { MultiSelect, Select } from "@mantine/core";
import type { Json } from "@millrace/contract";
import type { ReactNode } from "react";
import { type FieldProps, placeholderOf } from "../field-props.ts";
import { isEqual, isList, shortJson } from "../json.ts";
import type { ChoiceNode, ListNode } from "../schema-node.ts";
import { useInput } from "./input-facts.tsx";

/** Options by their place, as values of any type stand behind them. */
const optionsOf = (options: readonly Json[]) => options.map((option, index) => ({ value: String(index), label: shortJson(option) }));

const indexIn = (options: readonly Json[], value: Json | undefined): string | undefined => {
  const index = options.findIndex((option) => isEqual(option, value));
  return index === -1 ? undefined : String(index);
};

/** One of given values. A value that is none of them is still shown, beside its error. */
export const ChoiceField = (props: FieldProps<ChoiceNode>): ReactNode => {
  const { facts, set, clear } = useInput(props);
  const { node, value, omittable, effective } = props;
  const isForeign = value !== undefined && value !== null && indexIn(node.options, value) === undefined;
  const options = isForeign ? [...node.options, value] : node.options;
  return (
    <Select
      {...facts}
      data={optionsOf(options)}
      value={indexIn(options, value) ?? null}
      onChange={(index) => (index === null ? clear() : set(options[Number(index)]))}
      searchable={options.length > 8}
      clearable={omittable}
      allowDeselect={omittable}
      placeholder={placeholderOf(effective, "Choose…")}
      nothingFoundMessage="No such option"
      clearButtonProps={{ "aria-label": `Clear ${props.label}` }}
    />
  );
};

/** Whether a list is shown as a choice of several: its items are choices, and none of them stands in it twice. */
export const isMultipleChoice = (node: ListNode, value: Json | undefined): boolean => {
  const items = node.prefix().length === 0 ? node.items() : undefined;
  if (items?.type !== "choice" || items.nullable) return false;
  const chosen = isList(value) ? value.map((item) => indexIn(items.options, item)) : [];
  return !chosen.includes(undefined) && new Set(chosen).size === chosen.length;
};

export const MultipleChoiceField = (props: FieldProps<ListNode>): ReactNode => {
  const { facts, set, clear } = useInput(props);
  const { node, value, omittable, effective } = props;
  const items = node.items();
  const options = items?.type === "choice" ? items.options : [];
  const chosen = isList(value) ? value.flatMap((item) => indexIn(options, item) ?? []) : [];
  return (
    <MultiSelect
      {...facts}
      data={optionsOf(options)}
      value={chosen}
      onChange={(indexes) => {
        const next = indexes.flatMap((index) => options[Number(index)] ?? []);
        if (next.length === 0 && omittable) clear();
        else set(next);
      }}
      searchable={options.length > 8}
      placeholder={chosen.length > 0 ? "" : value === undefined ? placeholderOf(effective, "Choose…") : "Empty list"}
      {...(node.maxItems === undefined ? {} : { maxValues: node.maxItems })}
    />
  );
};
