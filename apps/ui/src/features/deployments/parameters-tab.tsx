import { Table, Text } from "@mantine/core";
import type { Deployment, Json, JsonObject } from "@millrace/contract";
import { useState } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import layout from "../../components/layout.module.css";
import { Panel } from "../../components/panel.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { isObject } from "../../schema-form/json.ts";

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** What the deployment gives; undefined where it gives none. */
  readonly value: Json | undefined;
  readonly fallback: Json | undefined;
}

const typeOf = (schema: JsonObject): string => {
  const { type, anyOf, format } = schema;
  if (typeof type === "string") return typeof format === "string" ? `${type} (${format})` : type;
  if (Array.isArray(anyOf))
    return anyOf.map((each) => (isObject(each) && typeof each.type === "string" ? each.type : "object")).join(" or ");
  return typeof schema.$ref === "string" || schema.allOf !== undefined ? "object" : "any";
};

/** The parameters of the schema, and those that are given without one. */
export const listParameters = ({
  parameter_openapi_schema: schema,
  parameters,
}: Pick<Deployment, "parameter_openapi_schema" | "parameters">): readonly Parameter[] => {
  const properties = isObject(schema?.properties) ? schema.properties : {};
  const required: readonly Json[] = Array.isArray(schema?.required) ? schema.required : [];
  const names = [...new Set([...Object.keys(properties), ...Object.keys(parameters)])];
  return names.map((name) => {
    const own = properties[name];
    const described = isObject(own) ? own : {};
    return {
      name,
      type: isObject(own) ? typeOf(own) : "not in the schema",
      isRequired: required.includes(name),
      value: parameters[name],
      fallback: described.default,
    };
  });
};

const Value = ({ parameter: { value, fallback, isRequired } }: { readonly parameter: Parameter }) => {
  if (value !== undefined) return <code style={{ overflowWrap: "anywhere" }}>{JSON.stringify(value)}</code>;
  if (fallback !== undefined)
    return (
      <Text size="sm" c="dimmed" component="span">
        <code>{JSON.stringify(fallback)}</code>, the flow's own
      </Text>
    );
  return (
    <Text size="sm" c="dimmed" component="span">
      {isRequired ? "Asked for with each run" : "–"}
    </Text>
  );
};

export const ParametersTab = ({ deployment }: { readonly deployment: Deployment }) => {
  const [query, setQuery] = useState("");
  const all = listParameters(deployment);
  const found = all.filter(({ name, value }) => `${name} ${JSON.stringify(value) ?? ""}`.toLowerCase().includes(query.toLowerCase()));
  if (all.length === 0) return <EmptyState title="The flow takes no parameters" />;
  return (
    <div className={layout.stack}>
      <Panel title="Parameters" actions={<SearchBox label="Search parameters" value={query} onChange={(value) => setQuery(value)} />}>
        <div style={{ overflowX: "auto" }}>
          <Table verticalSpacing={6} fz="sm" aria-label="Parameters">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Name</Table.Th>
                <Table.Th scope="col">Value</Table.Th>
                <Table.Th scope="col">Type</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((parameter) => (
                <Table.Tr key={parameter.name}>
                  <Table.Th scope="row">{parameter.name}</Table.Th>
                  <Table.Td>
                    <Value parameter={parameter} />
                  </Table.Td>
                  <Table.Td>
                    {parameter.type}
                    {parameter.isRequired && ", required"}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        {found.length === 0 && <EmptyState title="No parameter matches" />}
        <Text size="sm" c="dimmed" mt="sm">
          {deployment.enforce_parameter_schema
            ? "Runs whose parameters do not fit the schema are refused."
            : "Parameters that do not fit the schema are let through."}
        </Text>
      </Panel>
      {deployment.parameter_openapi_schema !== null && (
        <Panel title="Schema">
          <JsonView value={deployment.parameter_openapi_schema} label="the schema" />
        </Panel>
      )}
    </div>
  );
};
