import type { BlockDocument, BlockType } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { NewEvent } from "../../messaging/append-events.ts";
import { secretPathsOf } from "./secrets.ts";

type Kind = "created" | "updated" | "deleted";
type World = Pick<Context, "newId" | "clock">;

/** What happened to a block type (events.md §5). */
export const blockTypeEvent = (ctx: World, kind: Kind, { id, created: _created, updated: _updated, ...payload }: BlockType): NewEvent => ({
  id: ctx.newId(),
  occurred: ctx.clock.now(),
  event: `prefect.block-type.${kind}`,
  resource: { "prefect.resource.id": `prefect.block-type.${id}`, "prefect.resource.name": payload.name },
  related: [],
  payload,
  follows: null,
});

/** What happened to a document. It tells the values that are text and no secrets; the document given hides its secrets. */
export const blockDocumentEvent = (ctx: World, kind: Kind, document: BlockDocument): NewEvent => {
  const { id, name, block_type_id, block_schema_id, block_schema, block_type_name } = document;
  const secret = new Set(secretPathsOf(block_schema?.fields ?? {}).map((path) => path.split(".")[0]));
  const data = Object.entries(document.data).filter(([key, value]) => typeof value === "string" && !secret.has(key));
  const named = block_type_name === null ? {} : { "prefect.resource.name": block_type_name };
  return {
    id: ctx.newId(),
    occurred: ctx.clock.now(),
    event: `prefect.block-document.${kind}`,
    resource: {
      "prefect.resource.id": `prefect.block-document.${id}`,
      ...(name === null ? {} : { "prefect.resource.name": name }),
    },
    related: [
      { "prefect.resource.id": `prefect.block-type.${block_type_id}`, "prefect.resource.role": "block-type", ...named },
      { "prefect.resource.id": `prefect.block-schema.${block_schema_id}`, "prefect.resource.role": "block-schema" },
    ],
    payload: {
      name,
      data: Object.fromEntries(data),
      block_schema: block_schema && {
        capabilities: block_schema.capabilities,
        block_type: { id: block_type_id, name: block_type_name ?? "" },
      },
    },
    follows: null,
  };
};
