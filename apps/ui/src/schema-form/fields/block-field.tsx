import { Button, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useContext, useState } from "react";
import { findReference, referenceTo } from "../block-values.ts";
import type { FieldProps } from "../field-props.ts";
import { type BlockChoice, type BlockSource, FormSourcesContext } from "../form-context.ts";
import classes from "../schema-form.module.css";
import type { BlockNode } from "../schema-node.ts";
import { useInput } from "./input-facts.tsx";
import { JsonField } from "./json-field.tsx";

/** A stored block of a type, or a new one made on the way. Where nobody offers blocks, the reference itself is typed. */
export const BlockField = (props: FieldProps<BlockNode>): ReactNode => {
  const { blocks } = useContext(FormSourcesContext);
  return blocks === undefined ? <JsonField {...props} /> : <BlockPicker field={props} source={blocks} />;
};

const BlockPicker = ({ field, source }: { readonly field: FieldProps<BlockNode>; readonly source: BlockSource }): ReactNode => {
  const { facts, set, clear, name } = useInput(field);
  const { node, value, omittable } = field;
  const { choices, isLoading } = source.useChoices(node.slug);
  const [made, setMade] = useState<readonly BlockChoice[]>([]);
  const id = findReference(value);
  const known = [...choices, ...made.filter((each) => !choices.some((choice) => choice.id === each.id))];
  const isUnknown = id !== undefined && !known.some((choice) => choice.id === id);
  const options = isUnknown ? [...known, { id, name: isLoading ? "…" : `${id} (not found)` }] : known;
  const pick = (picked: string) => set(referenceTo(picked, source.reference ?? "short"));
  const create = async () => {
    const choice = await source.create?.(node.slug);
    if (choice === undefined) return;
    setMade((all) => [...all, choice]);
    pick(choice.id);
  };
  return (
    <div className={classes.moment}>
      <Select
        {...facts}
        data={options.map((choice) => ({ value: choice.id, label: choice.name }))}
        value={id ?? null}
        onChange={(picked) => (picked === null ? clear() : pick(picked))}
        placeholder={isLoading ? "Loading…" : options.length === 0 ? `No block of type ${node.slug} yet` : `Choose a ${node.slug} block…`}
        searchable
        clearable={omittable}
        allowDeselect={omittable}
        clearButtonProps={{ "aria-label": `Clear ${name}` }}
      />
      {source.create !== undefined && (
        <Button
          className={field.bare ? undefined : classes.besideInput}
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={facts.disabled}
          onClick={() => void create()}
          aria-label={`New block for ${name}`}
        >
          New block
        </Button>
      )}
    </div>
  );
};
