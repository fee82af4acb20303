import { SegmentedControl, Select } from "@mantine/core";
import type { Json } from "@millrace/contract";
import { type ReactNode, useRef, useState } from "react";
import { type FieldProps, useField } from "../field-props.ts";
import { variantNames } from "../labels.ts";
import type { VariantsNode } from "../schema-node.ts";
import { convertTo, findVariant, isLike } from "../values.ts";
import { GroupFrame } from "./group-frame.tsx";

/** A value of one of several types. What was entered as one of them is there again when somebody comes back to it. */
export const VariantsField = (props: FieldProps<VariantsNode>): ReactNode => {
  const { form, set, name } = useField(props);
  const { node, value, effective, omittable } = props;
  const [chosen, setChosen] = useState<number | undefined>();
  const remembered = useRef(new Map<number, Json>());
  const current = currentVariant(node, value ?? effective?.value, chosen);
  const variant = node.variants[current];
  const choose = (next: number) => {
    const target = node.variants[next];
    if (next === current || target === undefined) return;
    if (value !== undefined) remembered.current.set(current, value);
    setChosen(next);
    const converted = remembered.current.get(next) ?? convertTo(target, value);
    set(converted ?? (omittable ? undefined : null));
  };
  const options = variantNames(node.variants).map((label, index) => ({ label, value: String(index) }));
  const control = {
    "aria-label": `Type of ${name}`,
    data: options,
    value: String(current),
    disabled: form.disabled,
    mb: "xs",
  } as const;
  const isShort = options.length <= 4 && options.map(({ label }) => label).join("").length <= 36;
  return (
    <GroupFrame field={props} errors="none">
      {isShort ? (
        <SegmentedControl {...control} size="xs" onChange={(index) => choose(Number(index))} />
      ) : (
        <Select {...control} size="xs" allowDeselect={false} searchable onChange={(index) => index !== null && choose(Number(index))} />
      )}
      {variant !== undefined && <form.Content {...props} key={current} node={variant} bare />}
    </GroupFrame>
  );
};

/** The variant somebody chose, as long as the value may be one of it; otherwise the one the value looks most like. */
const currentVariant = (node: VariantsNode, value: Json | undefined, chosen: number | undefined): number => {
  const choice = chosen === undefined ? undefined : node.variants[chosen];
  if (chosen !== undefined && choice !== undefined && (value === undefined || value === null || isLike(choice, value))) return chosen;
  return value === undefined || value === null ? 0 : Math.max(findVariant(node.variants, value), 0);
};
