import type { Client } from "@millrace/client";
import type { BlockDocument } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { id, optional, text } from "../../parameters.ts";

export const blockTakes = { slug: optional(text("The block, as type/name, such as secret/api-key.")) };
export const blockOptions = { id: id("Id of the block, instead of its slug.") };

const noBlock = (word: string): string => `Block "${word}" was not found. List them with: millrace block ls`;

export const slugOf = ({ block_type, name }: Pick<BlockDocument, "block_type" | "name">): string =>
  `${block_type?.slug ?? "?"}/${name ?? ""}`;

/** The block of a slug `type/name` or of an id, its secrets as asterisks. Throws `CommandError` when there is none. */
export const getBlock = (
  client: Client,
  { slug, id: blockId }: { readonly slug: string | undefined; readonly id: string | undefined },
): Promise<BlockDocument> => {
  if (blockId !== undefined && slug === undefined) return orMissing(client.blockDocuments.get({ id: blockId }), noBlock(blockId));
  if (slug === undefined || blockId !== undefined)
    throw new CommandError("Name the block as type/name or with --id. List them with: millrace block ls");
  const slash = slug.indexOf("/");
  if (slash < 1 || slash === slug.length - 1)
    throw new CommandError(`"${slug}" does not name a block. Expected type/name, such as secret/api-key.`);
  const name = { slug: slug.slice(0, slash), block_document_name: slug.slice(slash + 1) };
  return orMissing(client.blockTypes.getDocumentByName(name), noBlock(slug));
};
