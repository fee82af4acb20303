import type { BlockType } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer, useCall } from "../../api/use-call.ts";

const limit = 200;

/** Every type, by name. */
const listAll = async (api: Api, signal: AbortSignal): Promise<readonly BlockType[]> => {
  const all: BlockType[] = [];
  for (;;) {
    const part = await api.blockTypes.list({ body: { limit, offset: all.length } }, { signal });
    all.push(...part);
    if (part.length < limit) return all.toSorted((one, other) => one.name.localeCompare(other.name));
  }
};

export const useBlockTypes = () => useAnswer({ noun: "blockTypes", name: "all", input: undefined, ask: listAll }, { poll: 0 });

/** The schema that new documents of a type get: the one stored last. */
export const useLatestSchema = (typeId: string | undefined) => {
  const { data, ...query } = useCall(
    "blockSchemas",
    "list",
    { body: { block_schemas: { block_type_id: { any_: [typeId ?? ""] } }, limit: 1 } },
    { enabled: typeId !== undefined, poll: 0 },
  );
  return { ...query, schema: data?.[0], isMissing: data?.length === 0 };
};
