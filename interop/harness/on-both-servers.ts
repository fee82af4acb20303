import { expect, inject, test } from "vitest";
import { createApi } from "./api.ts";
import { type EventTape, startEventTape } from "./event-tape.ts";
import { normalize } from "./normalize.ts";
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
  readonly check?: (runs: readonly FlowRunBack[], result: ScriptResult) => void;
}

/** One script on one server, and everything the server tells about it. */
interface Played {
  readonly result: ScriptResult;
  readonly tape: EventTape;
  read(): Promise<readonly FlowRunBack[]>;
}

const sleep = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** Task runs reach a server as events, so they are visible a moment after the script has ended. */
const patience = 20_000;

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + patience;
  while (!(await holds()) && Date.now() < deadline) await sleep(300);
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const play = async (server: ServerUnderTest, { script, flows, story }: Scenario): Promise<Played> => {
  const tape = await startEventTape(server);
  const result = await runScript(server, script);
  const read = () => readBack(createApi(server.url), tape, flows);
  await until(async () => same(tellStory(await read()), story));
  return { result, tape, read };
};

const checkStory = async (played: Played, { story, ended = 0, check }: Scenario): Promise<void> => {
  expect(played.result.ended, played.result.output).toBe(ended);
  const runs = await played.read();
  expect(tellStory(runs), played.result.output).toEqual(story);
  check?.(runs, played.result);
};

const checkSame = async (ours: Played, theirs: Played): Promise<void> => {
  const both = async () => [normalize(await ours.read()), normalize(await theirs.read())] as const;
  await until(async () => same(...(await both())));
  const [our, their] = await both();
  expect(our).toEqual(their);
};

/** Runs a script against our server and the reference, checks what happened, and that both tell the same about it. */
export const onBothServers = (title: string, scenario: Scenario): void => {
  const millrace = inject("millrace");
  const prefect = inject("prefect");
  test.skipIf(millrace === undefined)(title, async () => {
    const servers = [millrace, prefect].filter((server) => server !== undefined);
    const played = await Promise.all(servers.map((server) => play(server, scenario)));
    for (const one of played) await checkStory(one, scenario);
    const [ours, theirs] = played;
    if (ours !== undefined && theirs !== undefined) await checkSame(ours, theirs);
    for (const { tape } of played) tape.stop();
  });
};
