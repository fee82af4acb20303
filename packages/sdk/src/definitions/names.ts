import { UsageError } from "../errors.ts";

/** Lower-case words joined by dashes: the stable key of a task, from its name. */
export const slugOf = (name: string): string => {
  const slug = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug === "" ? "task" : slug;
};

/** Names become parts of addresses (server.md §1.13). Throws a `UsageError` for one that cannot. */
export const checkName = (kind: string, name: unknown): string => {
  if (typeof name === "string" && name !== "" && !/[/%&><]/.test(name)) return name;
  throw new UsageError(`A ${kind} is named ${JSON.stringify(name)}. Give it a name that is not empty and has none of / % & > < in it.`);
};

/** A run's name from its template: `{url}` stands for a parameter. A function is called with the parameters. */
export type RunName<P> = string | ((parameters: P) => string);

export const printRunName = <P>(template: RunName<P>, parameters: P): string => {
  if (typeof template === "function") return template(parameters);
  const values = parameters as Readonly<Record<string, unknown>>;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
};
