import type { Client } from "@millrace/client";
import type { WorkPool } from "@millrace/contract";
import { noWorkPool, orMissing } from "../../missing.ts";

/** The pool of a name. Throws `CommandError` when there is none. */
export const getPool = (client: Client, name: string): Promise<WorkPool> => orMissing(client.workPools.get({ name }), noWorkPool(name));
