import { isClientError } from "@millrace/client";
import { blockSchemas, blocks, blockTypes } from "./blocks.ts";
import { deployments, flows } from "./flows.ts";
import type { Copying, Kind, Outcome } from "./kind.ts";
import { workPools, workQueues } from "./pools.ts";
import { automations, limits, variables } from "./small-nouns.ts";

/** Copies everything of a kind, telling of each thing. What a server refuses does not stop the others. */
const copyKind = async <T extends { readonly id: string }>(
  kind: Kind<T>,
  copying: Copying,
  tell: (outcome: Outcome) => void,
): Promise<void> => {
  for (const item of await kind.list(copying.from)) {
    const resource = `${kind.name}/${kind.label(item)}`;
    try {
      const { id, skipped } = await kind.copy(copying, item);
      if (id !== undefined) copying.ids.set(item.id, id);
      tell({ resource, status: skipped === undefined ? "succeeded" : "skipped", details: skipped ?? "" });
    } catch (error) {
      if (!isClientError(error) || error.status === undefined) throw error;
      tell({ resource, status: "failed", details: error.detail });
    }
  }
};

/** Copies what a server keeps, but for its runs, to another: what others depend on first (cli.md §22). */
export const copyAll = async (copying: Copying, tell: (outcome: Outcome) => void): Promise<void> => {
  await copyKind(blockTypes, copying, tell);
  await copyKind(blockSchemas, copying, tell);
  await copyKind(blocks, copying, tell);
  await copyKind(variables, copying, tell);
  await copyKind(limits, copying, tell);
  await copyKind(workPools, copying, tell);
  await copyKind(workQueues, copying, tell);
  await copyKind(flows, copying, tell);
  await copyKind(deployments, copying, tell);
  await copyKind(automations, copying, tell);
};
