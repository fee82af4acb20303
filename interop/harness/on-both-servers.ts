import { expect, inject, test } from "vitest";
import { createApi } from "./api.ts";
import { type EventTape, startEventTape } from "./event-tape.ts";
import { normalize, normalizeAnswer } from "./normalize.ts";
import { runScript, type Script, type ScriptResult } from "./python.ts";
import { type FlowRunBack, readBack } from "./read-back.ts";
import type { ServerUnderTest } from "./servers.ts";
import { tellStory } from "./story.ts";

export interface Scenario {
  readonly script: Script;
  /** What its flows' names start with. */
  readonly flows: string;
  /** Every run with its states in order, as `tellStory` prints them. */
  readonly story: readonly string[];
  /** How the script ends: an exit code, or the name of a signal. */
  readonly ended?: number | string;
  /** Where our server differs from the reference on purpose; `docs/differences.md` has the reasons. */
  readonly differs?: {
    readonly why: string;
    /** Fields that are not compared. */
    readonly fields: readonly string[];
    /** What the reference tells instead. */
    readonly story?: readonly string[];
  };
  /** Fields whose values depend on which of two threads of the script is faster; they are not compared. */
  readonly chance?: readonly string[];
  /** Also on PostgreSQL, whose answers are compared with the same. */
  readonly onPostgres?: boolean;
  readonly check?: (runs: readonly FlowRunBack[], result: ScriptResult) => void;
}

/** One script on one server, and everything the server tells about it. */
interface Played {
  readonly server: string;
  readonly result: ScriptResult;
  readonly story: readonly string[];
  readonly tape: EventTape;
  read(): Promise<readonly FlowRunBack[]>;
}

const sleep = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** Task runs reach a server as events, so they are visible a moment after the script has ended; the reference may stand still first. */
const patience = 60_000;

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + patience;
  while (!(await holds()) && Date.now() < deadline) await sleep(300);
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const storyOn = ({ name }: ServerUnderTest, { story, differs }: Scenario): readonly string[] =>
  name === "prefect" ? (differs?.story ?? story) : story;

const play = async (server: ServerUnderTest, scenario: Scenario): Promise<Played> => {
  const tape = await startEventTape(server);
  const result = await runScript(server, scenario.script);
  const read = () => readBack(createApi(server.url), tape, scenario.flows);
  const story = storyOn(server, scenario);
  await until(async () => same(tellStory(await read()), story));
  return { server: server.name, result, story, tape, read };
};

const checkStory = async (played: Played, { ended = 0, check }: Scenario): Promise<void> => {
  const said = `on ${played.server}:\n${played.result.output}`;
  expect(played.result.ended, said).toBe(ended);
  const runs = await played.read();
  expect(tellStory(runs), said).toEqual(played.story);
  check?.(runs, played.result);
};

const checkSame = async (ours: Played, theirs: Played, ignored: readonly string[] = []): Promise<void> => {
  const both = async () => [normalize(await ours.read(), ignored), normalize(await theirs.read(), ignored)] as const;
  await until(async () => same(...(await both())));
  const [our, their] = await both();
  expect(our).toEqual(their);
  expect(listTold(ours)).toEqual(listTold(theirs));
};

/** Scripts print what else must be the same on lines that start with TOLD. */
const listTold = ({ result }: Played): readonly unknown[] =>
  result.output
    .split("\n")
    .filter((line) => line.startsWith("TOLD "))
    .sort()
    .map(normalizeAnswer);

/** Runs a script against our server and the reference, checks what happened, and that both tell the same about it. */
export const onBothServers = (title: string, scenario: Scenario): void => {
  const millrace = inject("millrace");
  const onPostgres = scenario.onPostgres === true ? inject("millraceOnPostgres") : undefined;
  const prefect = inject("prefect");
  test.skipIf(millrace === undefined)(title, async () => {
    const servers = [millrace, onPostgres, prefect].filter((server) => server !== undefined);
    const played = await Promise.all(servers.map((server) => play(server, scenario)));
    for (const one of played) await checkStory(one, scenario);
    const theirs = played.find(({ server }) => server === "prefect");
    const ignored = [...(scenario.differs?.fields ?? []), ...(scenario.chance ?? [])];
    for (const ours of played) if (theirs !== undefined && ours !== theirs) await checkSame(ours, theirs, ignored);
    for (const { tape } of played) tape.stop();
  });
};
