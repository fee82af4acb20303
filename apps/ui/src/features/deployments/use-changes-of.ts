import type { JsonObject, ReceivedEvent } from "@millrace/contract";
import { useMemo } from "react";
import { useAnswer } from "../../api/use-call.ts";
import type { ChartMark } from "../../components/charts/line-chart.tsx";
import { isObject } from "../../schema-form/json.ts";

/** A change of a deployment that its events tell of. */
export interface DeploymentChange {
  readonly id: string;
  readonly at: string;
  /** What is different, such as `parameters`; none where it was made. */
  readonly fields: readonly string[];
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** Names that people know, where the protocol has older ones. */
const known: Readonly<Record<string, string>> = { infra_overrides: "job_variables", parameter_openapi_schema: "parameter schema" };

/** The change that an event tells of. */
export const readChange = ({ id, occurred, payload }: Pick<ReceivedEvent, "id" | "occurred" | "payload">): DeploymentChange => {
  const updates = isObject(payload) && isObject(payload.updates) ? payload.updates : {};
  const sides = Object.entries(updates).flatMap(([name, update]) =>
    isObject(update) ? [[known[name] ?? name, update.from ?? null, update.to ?? null] as const] : [],
  );
  return {
    id,
    at: occurred,
    fields: sides.map(([name]) => name),
    before: Object.fromEntries(sides.map(([name, from]) => [name, from])),
    after: Object.fromEntries(sides.map(([name, , to]) => [name, to])),
  };
};

const none: readonly DeploymentChange[] = [];

/** The last changes of a deployment, the newest first. */
export const useChangesOf = (id: string): readonly DeploymentChange[] => {
  const { data = none } = useAnswer<readonly DeploymentChange[]>({
    noun: "deployments",
    name: "changes",
    input: { id },
    ask: async (api, signal) => {
      const filter = {
        event: { name: ["prefect.deployment.created", "prefect.deployment.updated"] },
        resource: { id: [`prefect.deployment.${id}`] },
      };
      const { events } = await api.eventQueries.list({ body: { filter, limit: 20 } }, { signal });
      return events.map(readChange);
    },
  });
  return data;
};

/** The changes as lines of a chart. */
export const useChangeMarks = (changes: readonly DeploymentChange[]): readonly ChartMark[] =>
  useMemo(
    () =>
      changes.filter(({ fields }) => fields.length > 0).map(({ at, fields }) => ({ at: Date.parse(at) / 1000, label: fields.join(", ") })),
    [changes],
  );
