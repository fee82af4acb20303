import { Closed, type Parsed, type Static } from "../schema.ts";
import { IdIn, member, operator, texts } from "./members.ts";

export const WorkQueueFilter = Closed({ operator, id: member(IdIn), name: member(Closed({ any_: texts, startswith_: texts })) });
export type WorkQueueFilter = Parsed<typeof WorkQueueFilter>;
export type WorkQueueFilterInput = Static<typeof WorkQueueFilter>;
