import type { WorkPool, WorkQueue } from "@millrace/contract";
import { findOrNothing } from "../missing.ts";
import { listAll } from "../pages.ts";
import { exists, type Kind, withNewIds } from "./kind.ts";

export const workPools: Kind<WorkPool> = {
  name: "work-pool",
  list: (from) => listAll((offset) => from.workPools.list({ body: { offset } })),
  label: ({ name }) => name,
  async copy(copying, { name, description, type, base_job_template, is_paused, concurrency_limit }) {
    const known = await findOrNothing(copying.to.workPools.get({ name }));
    if (known !== undefined) return { id: known.id, skipped: exists };
    if (/:(push|managed)$/.test(type)) return { skipped: `a pool of type ${type} needs Prefect Cloud` };
    const template = withNewIds(copying, base_job_template);
    return copying.to.workPools.create({ body: { name, description, type, base_job_template: template, is_paused, concurrency_limit } });
  },
};

export const workQueues: Kind<WorkQueue> = {
  name: "work-queue",
  list: (from) => listAll((offset) => from.workQueues.list({ body: { offset } })),
  label: ({ work_pool_name, name }) => `${work_pool_name ?? "?"}/${name}`,
  async copy({ to }, { work_pool_name, name, description, is_paused, concurrency_limit, priority }) {
    if (work_pool_name === null) return { skipped: "belongs to no work pool" };
    const known = await findOrNothing(to.workQueues.getInPool({ work_pool_name, name }));
    if (known !== undefined) return { id: known.id, skipped: exists };
    return to.workQueues.createInPool({ work_pool_name, body: { name, description, is_paused, concurrency_limit, priority } });
  },
};
