import { countRuns } from "./run-counts.ts";
import { indexTexts } from "./run-texts.ts";
import { type Fill, fillFlowRunStates, fillFlowRuns, fillTaskRunStates, fillTaskRuns } from "./runs.ts";
import type { Sizes } from "./sizes.ts";
import { fillSmallThings } from "./small-things.ts";
import { createTimeline } from "./timeline.ts";
import { fillArtifactCollections, fillArtifacts, fillEventMentions, fillEvents, fillLogs } from "./trails.ts";
import { postgresWords, sqliteWords } from "./words.ts";

/** What is to be filled, and how a statement reaches it. */
export interface Soil {
  readonly dialect: "sqlite" | "postgres";
  run(text: string): Promise<unknown>;
  /** The moment the runs lie around, in microseconds since 1970. */
  readonly now: number;
}

/** Rows that one statement makes at most. */
const together = 250_000;

/**
 * Fills a migrated, empty database as months of work would have: the same rows every time, but for the moment they lie
 * around. Made of few statements that each make many rows, inside the database.
 */
export const seed = async ({ dialect, run, now }: Soil, sizes: Sizes): Promise<void> => {
  const words = dialect === "postgres" ? postgresWords : sqliteWords;
  const timeline = createTimeline(now, sizes.flowRuns);
  const given = { words, timeline, sizes };
  const fill = async (statement: Fill, count: number): Promise<void> => {
    for (let first = 0; first < count; first += together) await run(statement(first, Math.min(first + together, count) - 1));
  };
  for (const statement of fillSmallThings(words, timeline)) await run(statement);
  await fill(fillFlowRuns(given), sizes.flowRuns);
  await fill(fillFlowRunStates(given), sizes.flowRuns);
  await fill(fillTaskRuns(given), sizes.flowRuns);
  await fill(fillTaskRunStates(given), sizes.flowRuns);
  await fill(fillLogs(given), sizes.logs);
  await fill(fillEvents(given), sizes.events);
  await fill(fillEventMentions(given), sizes.events);
  await fill(fillArtifacts(given), sizes.artifacts);
  await run(fillArtifactCollections(given));
  for (const statement of [...countRuns, ...indexTexts[dialect]]) await run(statement);
};
