import type { Automation } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";

const limit = 200;

/** Every automation: the server cannot search them, and there are few. */
const listAll = async (api: Api, signal: AbortSignal): Promise<readonly Automation[]> => {
  const all: Automation[] = [];
  for (;;) {
    const part = await api.automations.list({ body: { sort: "NAME_ASC", limit, offset: all.length } }, { signal });
    all.push(...part);
    if (part.length < limit) return all;
  }
};

export const useAutomations = () => useAnswer({ noun: "automations", name: "all", input: undefined, ask: listAll });

export type AutomationOrder = "NAME_ASC" | "NAME_DESC" | "UPDATED_DESC" | "CREATED_DESC";
export const orders: readonly AutomationOrder[] = ["NAME_ASC", "NAME_DESC", "UPDATED_DESC", "CREATED_DESC"];

const later = (one: string | null, other: string | null): number => Date.parse(other ?? "") - Date.parse(one ?? "");
const byName = (one: Automation, other: Automation): number => one.name.localeCompare(other.name);

const comparisons: Readonly<Record<AutomationOrder, (one: Automation, other: Automation) => number>> = {
  NAME_ASC: byName,
  NAME_DESC: (one, other) => byName(other, one),
  UPDATED_DESC: (one, other) => later(one.updated, other.updated),
  CREATED_DESC: (one, other) => later(one.created, other.created),
};

/** Those with the text in their name, description or tags, in order. */
export const searchAutomations = (all: readonly Automation[], text: string, order: AutomationOrder): readonly Automation[] => {
  const wanted = text.trim().toLowerCase();
  return all
    .filter(({ name, description, tags }) => [name, description, ...tags].some((each) => each.toLowerCase().includes(wanted)))
    .toSorted(comparisons[order]);
};
