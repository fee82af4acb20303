/** Permits for bodies that may run at once. */
export interface Slots {
  readonly take: () => Promise<void>;
  readonly give: () => void;
}

/** First come, first served. */
export const createSlots = (count: number): Slots => {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    take: async () => {
      if (free > 0) {
        free -= 1;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    },
    give: () => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
};

/** The slot of one run, given back while the run waits for other runs, so that nested runs cannot block each other. */
export interface HeldSlot {
  readonly whileWaiting: <T>(waiting: Promise<T>) => Promise<T>;
  readonly release: () => void;
}

/** For runs that nothing bounds. */
export const noSlot: HeldSlot = { whileWaiting: (waiting) => waiting, release: () => {} };

export const holdSlot = async (slots: Slots | undefined): Promise<HeldSlot> => {
  if (slots === undefined) return noSlot;
  await slots.take();
  let waits = 0;
  let isHeld = true;
  let isOver = false;
  return {
    whileWaiting: async (waiting) => {
      waits += 1;
      if (waits === 1 && isHeld) {
        isHeld = false;
        slots.give();
      }
      try {
        return await waiting;
      } finally {
        waits -= 1;
        if (waits === 0 && !isOver) {
          await slots.take();
          if (isOver) slots.give();
          else isHeld = true;
        }
      }
    },
    release: () => {
      isOver = true;
      if (isHeld) slots.give();
      isHeld = false;
    },
  };
};
