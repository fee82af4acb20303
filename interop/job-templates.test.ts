import type { Json, JsonObject } from "@millrace/contract";
import { expect, inject, test } from "vitest";
import { createApi } from "./harness/api.ts";

const millrace = inject("millrace");
const prefect = inject("prefect");

type Kinds = Readonly<Record<string, Readonly<Record<string, { readonly default_base_job_configuration: JsonObject }>>>>;

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Words are our own; a value that may be left out may be null here. */
const words = ["title", "description", "example", "examples"];
const nothing = JSON.stringify({ type: "null" });

const bare = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(bare);
  if (!isObject(value)) return value;
  const { anyOf, allOf, ...rest } = value;
  const some = Array.isArray(anyOf) ? anyOf.filter((one) => JSON.stringify(one) !== nothing) : undefined;
  const [only, ...others] = some ?? (Array.isArray(allOf) ? allOf : []);
  const whole: JsonObject = isObject(only) && others.length === 0 ? { ...only, ...rest } : { ...rest, ...(some && { anyOf: some }) };
  return Object.fromEntries(
    Object.entries(whole)
      .filter(([name, held]) => held !== null && !(words.includes(name) && !isObject(held)))
      .map(([name, held]): [string, Json] => [name, bare(held)]),
  );
};

const templatesOf = async ({ url }: { readonly url: string }): Promise<Readonly<Record<string, Json>>> => {
  const kinds = Object.values(await createApi(url).get<Kinds>("/collections/views/aggregate-worker-metadata")).flatMap(Object.entries);
  return Object.fromEntries(kinds.map(([type, { default_base_job_configuration }]) => [type, bare(default_base_job_configuration)]));
};

test.skipIf(millrace === undefined || prefect === undefined)(
  "every job template of the reference is in ours, which have the variables of newer packages besides",
  async () => {
    if (millrace === undefined || prefect === undefined) return;
    const { kubernetes: theirJob, ...theirs } = await templatesOf(prefect);
    const { kubernetes: ourJob, ...ours } = await templatesOf(millrace);
    expect(Object.keys(theirs).length).toBeGreaterThan(5);
    expect(ours).toMatchObject(theirs);
    // How often Kubernetes tries again is a variable of today's package.
    const spec = (backoffLimit: Json) => ({ job_configuration: { job_manifest: { spec: { backoffLimit } } } });
    expect(theirJob).toMatchObject(spec(0));
    expect(ourJob).toMatchObject({ ...spec("{{ backoff_limit }}"), variables: { properties: { backoff_limit: { default: 0 } } } });
    expect(JSON.parse(JSON.stringify(ourJob).replace('"{{ backoff_limit }}"', "0"))).toMatchObject(theirJob as JsonObject);
  },
);
