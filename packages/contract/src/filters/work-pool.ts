import { Closed, type Parsed, type Static } from "../schema.ts";
import { IdIn, member, operator, TextIn } from "./members.ts";

export const WorkPoolFilter = Closed({ operator, id: member(IdIn), name: member(TextIn), type: member(TextIn) });
export type WorkPoolFilter = Parsed<typeof WorkPoolFilter>;
export type WorkPoolFilterInput = Static<typeof WorkPoolFilter>;
