/** A limit on how many things may happen at once, whoever starts them. */
import { Bool, Decimal, Integer, Open, type Parsed, stored, Text } from "./schema.ts";

export const GlobalConcurrencyLimit = Open({
  ...stored,
  active: Bool,
  name: Text,
  limit: Integer,
  active_slots: Integer,
  slot_decay_per_second: Decimal,
});
export type GlobalConcurrencyLimit = Parsed<typeof GlobalConcurrencyLimit>;
