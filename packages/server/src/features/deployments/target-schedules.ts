import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { invalid, notFound } from "../../errors.ts";
import { insertSchedules, patchSchedule, type ReadySchedule, replaceSchedules } from "./schedules.ts";

/** A schedule that is there, as far as a change by slug looks at it. */
interface Known {
  readonly id: string;
  readonly slug: string | null;
}

interface Change {
  readonly deploymentId: string;
  readonly schedules: readonly ReadySchedule[];
}

const withoutPlan = "Unable to create new deployment schedules without a schedule configuration.";
const withoutSlug = "Please provide a slug for each schedule in your request to ensure schedules are updated correctly.";

/**
 * Changes a deployment's schedules as a PATCH asks for: where all have slugs, those that are named change and the others
 * stay; otherwise the sent list replaces the old one (server.md §5.5). Throws `invalid`.
 */
export const changeSchedules = async (ctx: Context, tx: Tx, change: Change): Promise<void> => {
  const of = tx.selectFrom("deployment_schedule").select(["id", "slug"]).where("deployment_id", "=", change.deploymentId);
  const known: readonly Known[] = await of.execute();
  if (known.length === 0 || known.some(({ slug }) => slug === null)) return replaceSchedules(ctx, tx, change);
  if (change.schedules.some(({ slug }) => (slug ?? null) === null)) throw invalid(withoutSlug);
  checkNames(known, change.schedules);
  const plan = change.schedules.map((sent) => ({ sent, target: known.find(({ slug }) => slug === (sent.replaces || sent.slug)) }));
  const added = plan.filter(({ target }) => target === undefined).map(({ sent }) => sent);
  if (added.some(({ schedule }) => schedule === undefined)) throw invalid(withoutPlan);
  await freeSlugs(
    tx,
    plan.flatMap(({ sent, target }) => (sent.replaces && target !== undefined ? [target.id] : [])),
  );
  for (const { sent, target } of plan) {
    if (target === undefined) continue;
    const found = await patchSchedule(ctx, tx, { deploymentId: change.deploymentId, scheduleId: target.id, patch: sent });
    if (!found) throw notFound(`Schedule with slug '${target.slug}' no longer exists.`);
  }
  await insertSchedules(ctx, tx, { ...change, schedules: added });
};

const checkNames = (known: readonly Known[], schedules: readonly ReadySchedule[]): void => {
  const replaced = new Set<string>();
  for (const { replaces } of schedules) {
    if (!replaces) continue;
    if (replaced.has(replaces)) throw invalid(`Multiple schedules have 'replaces' targeting the same slug: ${replaces}`);
    replaced.add(replaces);
  }
  for (const { slug, replaces } of schedules) {
    if (!slug || !replaces || replaced.has(slug) || !known.some((each) => each.slug === slug)) continue;
    throw invalid(`Cannot rename schedule from '${replaces}' to '${slug}': a schedule with slug '${slug}' already exists.`);
  }
};

/** Slugs are unique at every moment, so those that are about to change hands are put down first. */
const freeSlugs = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx
    .updateTable("deployment_schedule")
    .set({ slug: null })
    .where("id", "in", [...ids])
    .execute();
};
