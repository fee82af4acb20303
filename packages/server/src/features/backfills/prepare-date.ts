import { type Deployment, noDetails, noFlowRunPolicy } from "@millrace/contract";
import { type Caller, type Context, ourselves } from "../../context.ts";
import type { BackfillInstantTable, BackfillTable } from "../../db/backfill-tables.ts";
import { prepareRun, type StoreRun } from "../deployments/create-run.ts";
import { storedPlans } from "./backfill-rows.ts";

interface Wanted {
  readonly backfill: BackfillTable;
  readonly deployment: Deployment;
  readonly date: Pick<BackfillInstantTable, "plan" | "scheduled_time">;
  readonly caller?: Caller;
}

/**
 * Readies the run of a date, to be stored in a transaction. It is due at once, but scheduled for its date, which is what the
 * flow sees; its state has a name of its own, as it is not late. The key keeps a date from having two. Throws `DomainError`s.
 */
export const prepareDate = (ctx: Context, { backfill, deployment, date, caller = ourselves }: Wanted): Promise<StoreRun> => {
  const { id, parameters, work_queue_name } = backfill;
  const { plan, scheduled_time } = date;
  const message = `Made by the backfill ${id}.`;
  const input = {
    state: { type: "SCHEDULED", name: "Backfill", message, data: null, state_details: { ...noDetails, scheduled_time } },
    name: null,
    parameters: { ...storedPlans(backfill)[plan]?.parameters, ...parameters },
    context: {},
    parent_task_run_id: null,
    infrastructure_document_id: null,
    empirical_policy: noFlowRunPolicy,
    tags: ["backfill", `backfill:${id}`],
    labels: { "millrace.backfill.id": id },
    idempotency_key: `backfill ${id} ${plan} ${scheduled_time}`,
    work_queue_name,
    job_variables: {},
    enforce_parameter_schema: null,
  } as const;
  const noPool = `Runs cannot wait in the work queue ${work_queue_name}: the deployment has no work pool. Leave \`work_queue_name\` out.`;
  const wording = { mismatch: "The runs of this backfill cannot be created", unfilled: "Error hydrating flow run parameters", noPool };
  const created_by = { id, type: "BACKFILL", display_value: `${backfill.start_time} – ${backfill.end_time}` };
  return prepareRun(ctx, { deployment, input, caller, wording, created_by });
};
