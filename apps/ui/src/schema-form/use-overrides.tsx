import { Input } from "@mantine/core";
import type { Deployment, JsonObject } from "@millrace/contract";
import { type ReactNode, useMemo, useState } from "react";
import { variableSource } from "../components/form/form-sources.ts";
import { JsonTextField } from "../components/form/json-text-field.tsx";
import { printEditable, readObject } from "../components/form/read-json.ts";
import { useInlineBlocks } from "../new-block/inline-blocks.tsx";
import { isObject } from "./json.ts";
import { SchemaForm } from "./schema-form.tsx";
import { useSchemaForm } from "./use-schema-form.ts";

interface Options {
  /** Undefined where it is not there yet, or its schema may change: the parameters are then JSON. */
  readonly deployment: Pick<Deployment, "parameters" | "parameter_openapi_schema"> | undefined;
  readonly initial: JsonObject;
  readonly description: string;
}

interface Overrides {
  readonly fields: ReactNode;
  /** The parameters; undefined when something is wrong with them, which then shows. */
  readonly read: () => Promise<JsonObject | undefined>;
}

/** What is left out is given by somebody else, so nothing is required. */
export const optional = ({ required: _, ...schema }: JsonObject): JsonObject => ({ type: "object", ...schema });

const none: JsonObject = {};

/** Parameters that go before those of a deployment: in fields where it says which there are, or else as JSON. */
export const useOverrides = ({ deployment, initial, description }: Options): Overrides => {
  const schema = useMemo(() => optional(deployment?.parameter_openapi_schema ?? none), [deployment?.parameter_openapi_schema]);
  const hasFields = isObject(schema.properties) && Object.keys(schema.properties).length > 0;
  const form = useSchemaForm({ schema, initial, defaults: deployment?.parameters ?? none, plain: true });
  const [text, setText] = useState(() => printEditable(initial));
  const [problem, setProblem] = useState<string>();
  const { blocks, dialogs } = useInlineBlocks("short");
  if (!hasFields)
    return {
      fields: (
        <JsonTextField label="Parameters" description={description} text={text} onText={setText} problem={problem} minHeight="60px" />
      ),
      async read() {
        const parameters = readObject(text);
        setProblem("problem" in parameters ? parameters.problem : undefined);
        return "problem" in parameters ? undefined : parameters.value;
      },
    };
  return {
    fields: (
      <Input.Wrapper label="Parameters" description={description} labelElement="div">
        <SchemaForm {...form.props} blocks={blocks} variables={variableSource} defaultsFrom="deployment" />
        {dialogs}
      </Input.Wrapper>
    ),
    read: form.check,
  };
};
