import type { workerRoutes, workPoolRoutes, workQueueRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { notFound } from "../../errors.ts";
import { getPoolConcurrency, getQueueConcurrency } from "./concurrency.ts";
import { createAgentQueue, createPoolQueue } from "./create-queue.ts";
import { showToAgents } from "./filtered-queues.ts";
import { createPool, deletePool, updatePool } from "./pool-operations.ts";
import { toWorkPool } from "./pool-rows.ts";
import { countPools, getPoolWithSlots, listPools } from "./queries.ts";
import { deleteQueue, updateQueue } from "./queue-operations.ts";
import { findQueue, getAgentQueue, getQueue, getQueueHealth, listQueues } from "./queue-queries.ts";
import { toWorkQueue } from "./queue-rows.ts";
import { deleteWorker, listWorkers, recordHeartbeat } from "./workers.ts";

export const workPools: Handlers<typeof workPoolRoutes> = {
  create: async ({ ctx, body, caller }) => toWorkPool(await createPool(ctx, body), caller),
  get: async ({ ctx, params, caller }) => toWorkPool(await getPoolWithSlots(ctx.read, params.name), caller),
  update: ({ ctx, params, body }) => updatePool(ctx, params.name, body),
  delete: ({ ctx, params }) => deletePool(ctx, params.name),
  async list({ ctx, body, caller }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    const pools = await listPools(ctx.read, body.work_pools, { limit, offset: body.offset });
    return pools.map((pool) => toWorkPool(pool, caller));
  },
  count: ({ ctx, body }) => countPools(ctx.read, body.work_pools),
  getConcurrency: ({ ctx, params, body }) =>
    getPoolConcurrency(ctx, params.name, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
};

export const workQueues: Handlers<typeof workQueueRoutes> = {
  createInPool: async ({ ctx, params, body }) => toWorkQueue(await createPoolQueue(ctx, params.work_pool_name, body)),
  getInPool: async ({ ctx, params }) => toWorkQueue(await getQueue(ctx.read, { pool: params.work_pool_name, name: params.name })),
  updateInPool: ({ ctx, params, body }) => updateQueue(ctx, { pool: params.work_pool_name, name: params.name }, body),
  deleteInPool: ({ ctx, params }) => deleteQueue(ctx, { pool: params.work_pool_name, name: params.name }),
  async listInPool({ ctx, params, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    const queues = await listQueues(ctx.read, params.work_pool_name, { filter: body.work_queues, limit, offset: body.offset });
    return queues.map(toWorkQueue);
  },

  create: async ({ ctx, body }) => toWorkQueue(await createAgentQueue(ctx, body)),
  get: async ({ ctx, params }) => showToAgents(ctx.read, await getQueue(ctx.read, { id: params.id })),
  getByName: async ({ ctx, params }) => showToAgents(ctx.read, await getAgentQueue(ctx.read, params.name)),
  async update({ ctx, params, body }) {
    if ((await findQueue(ctx.read, params)) === undefined) throw notFound(`Work Queue ${params.id} not found`);
    await updateQueue(ctx, { id: params.id }, body);
  },
  delete: ({ ctx, params }) => deleteQueue(ctx, { id: params.id }),
  async list({ ctx, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    const queues = await listQueues(ctx.read, undefined, { filter: body.work_queues, limit, offset: body.offset });
    return Promise.all(queues.map((queue) => showToAgents(ctx.read, queue)));
  },
  getHealth: ({ ctx, params }) => getQueueHealth(ctx, params.id),
  getConcurrency: ({ ctx, params, body }) =>
    getQueueConcurrency(ctx, params.id, { page: body.page, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
};

export const workers: Handlers<typeof workerRoutes> = {
  heartbeat: ({ ctx, params, body }) => recordHeartbeat(ctx, params.work_pool_name, body),
  async list({ ctx, params, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    return listWorkers(ctx, { pool: params.work_pool_name, filter: body.workers, limit, offset: body.offset });
  },
  delete: ({ ctx, params }) => deleteWorker(ctx, params.work_pool_name, params.name),
};
