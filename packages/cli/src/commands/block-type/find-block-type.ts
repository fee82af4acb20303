import type { Client } from "@millrace/client";
import type { BlockType } from "@millrace/contract";
import { orMissing } from "../../missing.ts";

/** The type of a slug. Throws `CommandError` when there is none. */
export const getBlockType = (client: Client, slug: string): Promise<BlockType> =>
  orMissing(client.blockTypes.getBySlug({ slug }), `Block type "${slug}" was not found. List them with: millrace block type ls`);
