import { Closed, type Parsed, type Schema, type Static } from "../schema.ts";
import { IdIn, member, operator, texts } from "./members.ts";

const shape = Closed({ operator, id: member(IdIn), name: member(Closed({ any_: texts, startswith_: texts })) });
export interface WorkQueueFilter extends Parsed<typeof shape> {}
export interface WorkQueueFilterInput extends Static<typeof shape> {}
export const WorkQueueFilter: Schema<WorkQueueFilterInput, WorkQueueFilter> = shape;
