/** How much a seed makes. */
export interface Sizes {
  /** Flow runs in all, spread over sixty days. */
  readonly flowRuns: number;
  /** Task runs of every tenth flow run. */
  readonly taskRunsEach: number;
  readonly logs: number;
  readonly events: number;
  readonly artifacts: number;
}

export const sizesFor = (flowRuns: number): Sizes => ({
  flowRuns,
  taskRunsEach: 2,
  logs: Math.floor(flowRuns / 5),
  events: Math.floor(flowRuns / 10),
  artifacts: Math.floor(flowRuns / 50),
});

/** How many of the small things there are, whatever the size. */
export const small = { flows: 100, deploymentsOfEach: 4, pools: 5, queuesOfEach: 2 } as const;
