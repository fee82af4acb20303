import { useCall } from "../api/use-call.ts";

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
