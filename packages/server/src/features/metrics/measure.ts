import type { Context } from "../../context.ts";
import type { Family } from "../../observability/meter.ts";
import { readProcess } from "./process.ts";

/** What this process has measured of itself; where it has siblings, with its name. */
export const measure = ({ meter, clock, siblings }: Pick<Context, "meter" | "clock" | "siblings">): Family[] => {
  const families = [...meter.read(), ...readProcess(clock)];
  if (siblings === undefined) return families;
  return families.map((family) => ({
    ...family,
    samples: family.samples.map((sample) => ({ ...sample, labels: { process: siblings.name, ...sample.labels } })),
  }));
};

/** The same of all processes of this server, numbers of one name together. */
export const measureAll = async (ctx: Context): Promise<Family[]> => {
  const families = new Map<string, Family>();
  for (const family of [measure(ctx), ...((await ctx.siblings?.gatherMeasures()) ?? [])].flat()) {
    const known = families.get(family.name);
    families.set(family.name, known === undefined ? family : { ...known, samples: [...known.samples, ...family.samples] });
  }
  return [...families.values()];
};
