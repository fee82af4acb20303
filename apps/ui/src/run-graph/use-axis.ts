import { useMemo } from "react";
import { type GraphModel, spanOf } from "./model/graph-model.ts";
import { listIdleGaps } from "./model/idle-gaps.ts";
import { createTimeAxis, type TimeAxis } from "./model/time-axis.ts";

/** The axis of a model's times, and whether there is idle time to hide on it. */
export const useAxis = (
  model: GraphModel,
  { now, isCompact }: { readonly now: number; readonly isCompact: boolean },
): { readonly axis: TimeAxis; readonly hasGaps: boolean } =>
  useMemo(() => {
    const gaps = listIdleGaps(model, now);
    return { axis: createTimeAxis(spanOf(model, now), isCompact ? gaps : []), hasGaps: gaps.length > 0 };
  }, [model, now, isCompact]);
