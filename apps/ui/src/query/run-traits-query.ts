import type { RunTraitsInput } from "@millrace/contract";
import { parseWindow } from "../components/time/time-range.ts";
import type { QueryFields } from "./compile.ts";
import { noNegation } from "./conditions.ts";
import { type FlowRunFilters, flowRunFields } from "./flow-run-query.ts";
import type { Term } from "./terms.ts";

type Duration = NonNullable<RunTraitsInput["duration"]>;

/** `>10m` and `<30s` are more and less than a length, `10m..1h` is between two. */
const byDuration = (before: Duration | null | undefined, { values: [value = ""], isNegated }: Term): Duration | string => {
  if (isNegated) return noNegation;
  const [from = "", to = ""] = value.includes("..")
    ? value.split("..")
    : value.startsWith("<")
      ? ["", value.slice(1)]
      : [value.replace(/^>/, "")];
  const [least, most] = [from, to].map((text) => parseWindow(text.replace(/^=/, "")));
  if ((from !== "" && least === undefined) || (to !== "" && most === undefined) || (least ?? most) === undefined)
    return `"${value}" is no length of time: use >10m, <30s or 10m..1h.`;
  return { ...before, ...(least === undefined ? {} : { ge_: least }), ...(most === undefined ? {} : { le_: most }) };
};

/** `param.region=eu`, and `param.source.url=…` for what lies deeper. */
const byParameter = (before: RunTraitsInput["parameters"], { field, values, isNegated }: Term): RunTraitsInput["parameters"] | string => {
  if (isNegated) return noNegation;
  const path = field
    .replace(/^param\.?/, "")
    .split(".")
    .filter((key) => key !== "");
  return path.length === 0 ? "Say which parameter: param.region=eu." : [...(before ?? []), { path, any_: values }];
};

const ofTraits =
  <K extends keyof RunTraitsInput>(key: K, change: (before: RunTraitsInput[K], term: Term) => RunTraitsInput[K] | string) =>
  (filters: FlowRunFilters, term: Term): FlowRunFilters | string => {
    const condition = change(filters.traits?.[key], term);
    return typeof condition === "string" ? condition : { ...filters, traits: { ...filters.traits, [key]: condition } };
  };

/** The query language of flow runs where the server filters by more than the protocol can say. */
export const runTraitFields: QueryFields<FlowRunFilters> = {
  ...flowRunFields,
  duration: { hint: ">10m, <30s, 10m..1h", values: [">1m", ">10m", ">1h"], apply: ofTraits("duration", byDuration) },
  param: { hint: "a parameter's value, as param.region=eu", apply: ofTraits("parameters", byParameter) },
};
