interface Placed {
  readonly id: string;
  readonly priority: number;
}

/** The first priority nobody has, counted from 1. */
export const firstFreePriority = (taken: readonly number[]): number => {
  const all = new Set(taken);
  let priority = 1;
  while (all.has(priority)) priority++;
  return priority;
};

/**
 * The other queues of a pool that have to move so that one gets its priority: they keep their order, and nobody moves who
 * need not (server.md §5.7).
 */
export const makeRoom = (others: readonly Placed[], priority: number): Placed[] => {
  const moved: Placed[] = [];
  let taken = priority;
  for (const queue of others.filter((other) => other.priority >= priority).toSorted((one, other) => one.priority - other.priority)) {
    if (queue.priority > taken) break;
    taken++;
    moved.push({ id: queue.id, priority: taken });
  }
  return moved;
};
