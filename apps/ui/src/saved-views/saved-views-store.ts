import type { SavedSearch } from "@millrace/contract";

/** A named query of one list: in this browser, or at the server for everybody. */
export interface SavedView {
  readonly name: string;
  readonly query: string;
  /** The server's id of a shared one. */
  readonly id?: string;
}

/** What views are called where they are chosen, saved and deleted. */
export interface ViewWords {
  readonly all: string;
  readonly one: string;
  readonly save: string;
}

/** How a shared view is told from searches of other pages and programs: the server keeps conditions as they are. */
const object = "millrace_view";

export const toSavedSearch = (list: string, { name, query }: SavedView) => ({
  name: `${list}: ${name}`,
  filters: [{ object, property: list, type: "string", operation: "equals", value: query }],
});

/** The shared views of a list among all saved searches. */
export const viewsAmong = (list: string, searches: readonly SavedSearch[]): readonly SavedView[] =>
  searches.flatMap(({ id, name, filters }) => {
    const filter = filters.find((each) => each.object === object && each.property === list);
    return typeof filter?.value === "string" ? [{ id, name: name.replace(`${list}: `, ""), query: filter.value }] : [];
  });
