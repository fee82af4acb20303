/** Values that people or other runs hand to a flow run while it lives, such as what a paused run waits for. */
import { Default, Integer, List, Nullable, Open, Parameters, type Parsed, type Static, stored, Text, Uuid, With } from "./schema.ts";

export const FlowRunInput = Open({ ...stored, flow_run_id: Uuid, key: Text, value: Text, sender: Nullable(Text) });
export type FlowRunInput = Parsed<typeof FlowRunInput>;

export const NewFlowRunInput = Parameters({
  key: With(Text, { pattern: "^[a-z0-9-]*$" }),
  value: Text,
  sender: Default(Nullable(Text), null),
});
export type NewFlowRunInput = Parsed<typeof NewFlowRunInput>;

/** The inputs whose key starts with `prefix`, oldest first. */
export const FlowRunInputSearch = Parameters({ prefix: Text, limit: Default(Integer, 1), exclude_keys: Default(List(Text), []) });
export type FlowRunInputSearch = Parsed<typeof FlowRunInputSearch>;
export type FlowRunInputSearchInput = Static<typeof FlowRunInputSearch>;
