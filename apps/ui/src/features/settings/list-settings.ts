import type { Json } from "@millrace/contract";

export interface ServerSetting {
  /** Its place in the tree, such as `server.api.csrf_protection_enabled`. */
  readonly name: string;
  readonly value: Json;
}

const isBranch = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** Every leaf of the tree of settings, in the order of their names. */
export const listSettings = (tree: { readonly [name: string]: Json }, above = ""): readonly ServerSetting[] =>
  Object.keys(tree)
    .sort()
    .flatMap((key) => {
      const value = tree[key] ?? null;
      const name = above + key;
      return isBranch(value) ? listSettings(value, `${name}.`) : [{ name, value }];
    });
