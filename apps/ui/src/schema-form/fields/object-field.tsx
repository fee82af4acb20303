import type { JsonObject } from "@millrace/contract";
import type { ReactNode } from "react";
import { Field } from "../field.tsx";
import { effectiveOf, type FieldProps } from "../field-props.ts";
import { useForm } from "../form-context.ts";
import { isObject } from "../json.ts";
import type { Path } from "../paths.ts";
import classes from "../schema-form.module.css";
import { anything, type ObjectNode, type Property } from "../schema-node.ts";
import { GroupFrame } from "./group-frame.tsx";

/** The fields of an object, set apart. */
export const ObjectField = (props: FieldProps<ObjectNode>): ReactNode => (
  <GroupFrame field={props} outlined>
    <ObjectFields node={props.node} value={isObject(props.value) ? props.value : {}} path={props.path} />
  </GroupFrame>
);

interface ObjectFieldsProps {
  readonly node: ObjectNode;
  readonly value: JsonObject;
  readonly path: Path;
}

/** The fields of an object, and below them the keys that its schema does not name: they are shown, and kept. */
export const ObjectFields = ({ node, value, path }: ObjectFieldsProps): ReactNode => {
  const form = useForm();
  const properties = node.properties();
  const known = new Set(properties.map(({ name }) => name));
  const others = Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name): Property => ({ name, label: name, required: false, node: otherNode(node) }));
  return (
    <div className={classes.fields}>
      {[...properties, ...others].map((property) => (
        <Field
          key={property.name}
          node={property.node}
          path={[...path, property.name]}
          value={Object.hasOwn(value, property.name) ? value[property.name] : undefined}
          label={property.label}
          required={property.required}
          omittable
          effective={effectiveOf(form, property.node, [...path, property.name])}
        />
      ))}
    </div>
  );
};

const otherNode = (node: ObjectNode): Property["node"] => node.additional() ?? anything;
