import { isClientError } from "@millrace/client";
import type { WorkPool } from "@millrace/contract";
import type { Worker } from "../worker.ts";
import { WorkerError } from "../worker-error.ts";

/** Refuses a pool whose runs are for other infrastructure. */
export const checkPool = ({ kind, poolName }: Worker, { type }: WorkPool): void => {
  if (type === kind.type) return;
  throw new WorkerError(
    `The work pool "${poolName}" is of the type "${type}", and this worker starts runs of the type "${kind.type}". Start a worker of the pool's type, or name another pool.`,
  );
};

const findPool = async ({ session, poolName }: Worker): Promise<WorkPool | undefined> => {
  try {
    return await session.client.workPools.get({ name: poolName });
  } catch (error) {
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  }
};

const createPool = async (worker: Worker): Promise<WorkPool | undefined> => {
  const { session, poolName, kind, template } = worker;
  try {
    const body = { name: poolName, type: kind.type, base_job_template: template ?? kind.template };
    const pool = await session.client.workPools.create({ body });
    session.print(`Created the work pool "${poolName}" of the type "${kind.type}".`);
    return pool;
  } catch (error) {
    // Another worker may have been quicker.
    if (isClientError(error, "conflict")) return findPool(worker);
    throw error;
  }
};

/**
 * Joins a pool by requests: makes it where the worker may, fills in its empty template, and gives a sign of life (workers.md §3).
 * Undefined when there is none. Throws a `WorkerError` for a pool of another type.
 */
export const joinPool = async (worker: Worker): Promise<WorkPool | undefined> => {
  const { session, poolName, kind, createsPool, template, settings, identity } = worker;
  const pool = (await findPool(worker)) ?? (createsPool ? await createPool(worker) : undefined);
  if (pool === undefined) return undefined;
  checkPool(worker, pool);
  const base_job_template = template ?? kind.template;
  const isEmpty = Object.keys(pool.base_job_template).length === 0;
  if (isEmpty) await session.client.workPools.update({ name: poolName, body: { base_job_template } });
  await session.client.workers.heartbeat({
    work_pool_name: poolName,
    body: { name: identity.name, heartbeat_interval_seconds: Math.ceil(settings.workerHeartbeatSeconds) },
  });
  return isEmpty ? { ...pool, base_job_template } : pool;
};
