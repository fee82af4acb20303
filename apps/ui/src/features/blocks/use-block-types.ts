import type { BlockType } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";

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
