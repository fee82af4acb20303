/** Which deployments of a file are meant (workers.md §20). */
import type { JsonObject } from "@millrace/contract";
import { CommandError } from "../command.ts";

export interface Wanted {
  readonly names: readonly string[];
  readonly all: boolean;
}

export interface Picked {
  readonly entries: readonly JsonObject[];
  /** Names that fit nothing in the file. */
  readonly missing: readonly string[];
}

const flowOf = ({ entrypoint }: JsonObject): string =>
  String(entrypoint ?? "")
    .split(/[:.]/)
    .at(-1) ?? "";

const isLike = (pattern: string, text: string): boolean => {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
};

/** `name`, `flow/name`, or either with `*` in it; the flow goes by its function, in which `_` and `-` are the same. */
const fits = (wanted: string, entry: JsonObject): boolean => {
  if (typeof entry.name !== "string") return false;
  const [first = "", second] = wanted.split("/");
  if (second === undefined) return isLike(first, entry.name);
  return isLike(second, entry.name) && isLike(first.replaceAll("_", "-"), flowOf(entry).replaceAll("_", "-"));
};

/** The deployments that a command line means. Throws `CommandError` when that cannot be told. */
export const pickEntries = (entries: readonly JsonObject[], { names, all }: Wanted): Picked => {
  if (all && names.length > 0) throw new CommandError("--all and --name exclude each other. Give one of them.");
  const missing = names.filter((name) => !entries.some((entry) => fits(name, entry)));
  const [only, ...others] = entries;
  // Without a file, the one name is that of what is to be deployed.
  if (only === undefined) return { entries: [], missing: names.length === 1 ? [] : missing };
  // A file with one deployment is a template for the one that is named.
  if (others.length === 0 && names.length <= 1) return { entries: [only], missing: [] };
  if (all) return { entries, missing: [] };
  if (names.length > 0) return { entries: entries.filter((entry) => names.some((name) => fits(name, entry))), missing };
  const named = entries.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  throw new CommandError(`The file has several deployments: ${named.join(", ")}. Name one with --name NAME, or deploy them with --all.`);
};
