import { Group, Radio } from "@mantine/core";
import type { ReactNode } from "react";
import type { FieldProps } from "../field-props.ts";
import type { PlainNode } from "../schema-node.ts";
import { useInput } from "./input-facts.tsx";

/** True, false, or neither as long as it is left out. */
export const BooleanField = (props: FieldProps<PlainNode>): ReactNode => {
  const { facts, set } = useInput(props);
  const { disabled, "aria-required": _, ...rest } = facts;
  return (
    <Radio.Group {...rest} value={typeof props.value === "boolean" ? String(props.value) : ""} onChange={(next) => set(next === "true")}>
      <Group gap="lg" py={6}>
        <Radio value="true" label="True" disabled={disabled} size="sm" />
        <Radio value="false" label="False" disabled={disabled} size="sm" />
      </Group>
    </Radio.Group>
  );
};
