import { Closed, type Parsed, type Schema, type Static } from "../schema.ts";
import { IdIn, member, operator, TextIn } from "./members.ts";

const shape = Closed({ operator, id: member(IdIn), name: member(TextIn), type: member(TextIn) });
export interface WorkPoolFilter extends Parsed<typeof shape> {}
export interface WorkPoolFilterInput extends Static<typeof shape> {}
export const WorkPoolFilter: Schema<WorkPoolFilterInput, WorkPoolFilter> = shape;
