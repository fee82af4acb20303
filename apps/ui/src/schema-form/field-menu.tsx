import { ActionIcon, Menu } from "@mantine/core";
import type { Json } from "@millrace/contract";
import {
  IconBan,
  IconBraces,
  IconCircleDashed,
  IconDotsVertical,
  IconForms,
  IconRestore,
  IconSpace,
  IconTemplate,
  IconVariable,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type FieldProps, useField } from "./field-props.ts";
import { takesJson } from "./fields/json-field.tsx";
import type { FormContext } from "./form-context.ts";
import { isEqual } from "./json.ts";
import { convert, kindOf, type ValueKind } from "./kinds.ts";
import type { SchemaNode } from "./schema-node.ts";

interface FieldMenuProps {
  readonly field: FieldProps;
  readonly className?: string | undefined;
  /** What else can be done with this field, as `Menu.Item`s. */
  readonly children?: ReactNode;
}

/** What can be done with a value besides typing it. */
export const FieldMenu = ({ field: props, className, children }: FieldMenuProps): ReactNode => {
  const { form, set, name } = useField(props);
  const actions = [...valueActions(props), ...kindActions(props, form)];
  if (actions.length === 0 && children === undefined) return null;
  return (
    <Menu position="bottom-end" width={210} withinPortal>
      <Menu.Target>
        <ActionIcon
          className={className}
          type="button"
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Options of ${name}`}
          disabled={form.disabled}
        >
          <IconDotsVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {children}
        {children !== undefined && actions.length > 0 && <Menu.Divider />}
        {actions.map(({ label, icon, next }) => (
          <Menu.Item
            key={label}
            leftSection={icon}
            disabled={next === "impossible"}
            onClick={() => next !== "impossible" && set(next.value)}
          >
            {next === "impossible" ? `${label} (put the JSON right first)` : label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

interface Action {
  readonly label: string;
  readonly icon: ReactNode;
  readonly next: { readonly value: Json | undefined } | "impossible";
}

const size = 15;

/** Left out, null, empty and the default are four different things. */
const valueActions = ({ node, value, omittable, effective }: FieldProps): Action[] => {
  const empty = emptyOf(node);
  const isDefault = effective !== undefined && value !== undefined && isEqual(effective.value, value);
  return [
    ...(effective === undefined || isDefault
      ? []
      : [{ label: "Use default", icon: <IconRestore size={size} />, next: { value: effective.value } }]),
    ...(omittable && value !== undefined
      ? [{ label: "Omit value", icon: <IconCircleDashed size={size} />, next: { value: undefined } }]
      : []),
    ...(node.nullable && value !== null ? [{ label: "Set to null", icon: <IconBan size={size} />, next: { value: null } }] : []),
    ...(empty === undefined || isEqual(empty.value, value)
      ? []
      : [{ label: empty.label, icon: <IconSpace size={size} />, next: { value: empty.value } }]),
  ];
};

const emptyOf = (node: SchemaNode): { readonly label: string; readonly value: Json } | undefined => {
  if (node.type === "text") return { label: "Set to empty text", value: "" };
  if (node.type === "list") return { label: "Set to empty list", value: [] };
  return node.type === "object" ? { label: "Set to empty object", value: {} } : undefined;
};

const kinds: Readonly<Record<ValueKind, Pick<Action, "label" | "icon">>> = {
  form: { label: "Enter in fields", icon: <IconForms size={size} /> },
  json: { label: "Enter as JSON", icon: <IconBraces size={size} /> },
  jinja: { label: "Enter a template", icon: <IconTemplate size={size} /> },
  workspace_variable: { label: "Use a variable", icon: <IconVariable size={size} /> },
};

/** The other ways to enter a value; where a field is JSON anyway, that is not another. */
const kindActions = ({ node, value }: FieldProps, form: FormContext): Action[] => {
  const offered = (["form", ...form.kinds] as const).filter((kind) => kind !== kindOf(value) && !(kind === "json" && takesJson(node)));
  return offered.map((kind) => ({ ...kinds[kind], next: convert(value, kind, node) }));
};
