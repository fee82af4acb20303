/** The trigger, as an address carries it, of an automation that acts when a pool or queue is ready no more (events.md §7.2). */
export const notReadyTrigger = (kind: "work-pool" | "work-queue", id: string): string =>
  JSON.stringify({
    type: "event",
    posture: "Reactive",
    match: { "prefect.resource.id": [`prefect.${kind}.${id}`] },
    match_related: {},
    for_each: ["prefect.resource.id"],
    after: [],
    expect: [`prefect.${kind}.not-ready`],
    threshold: 1,
    within: 0,
  });
