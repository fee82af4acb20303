import { describe, expect, test } from "vitest";
import { type Command, command } from "./command.ts";
import { flag, flagOn, flagOrSetting, id, integer, integerOr, many, optional, someOf, text } from "./parameters.ts";
import { parseArguments } from "./parse-arguments.ts";

const ls: Command = command({
  does: "List.",
  takes: { name: optional(text("Name.")) },
  options: {
    limit: integerOr("Limit.", 15, { short: "l" }),
    num: integer("Number.", { short: "n" }),
    flowName: many(text("Flow.", { short: "f" })),
    params: text("Parameters."),
    reverse: flag("Reverse.", { short: "r" }),
    tail: flag("Tail.", { short: "t" }),
    sources: flagOn("Sources.", { off: "hide-sources" }),
    ui: flagOrSetting("UI."),
    noServices: flag("No services."),
  },
  run: () => undefined,
});
const none = { name: undefined, limit: 15, flowName: [], reverse: false, tail: false, sources: true, noServices: false };

describe("words become values", () => {
  const cases: readonly { words: string; means: Record<string, unknown> }[] = [
    { words: "", means: {} },
    { words: "a", means: { name: "a" } },
    { words: "--name a", means: { name: "a" } },
    { words: "--limit 3", means: { limit: 3 } },
    { words: "--limit=3", means: { limit: 3 } },
    { words: "-l5", means: { limit: 5 } },
    { words: "-l=5", means: { limit: 5 } },
    { words: "-l 5", means: { limit: 5 } },
    { words: "--limit -5", means: { limit: -5 } },
    { words: "-rt", means: { reverse: true, tail: true } },
    { words: "-rn2", means: { reverse: true, num: 2 } },
    { words: "--flow-name a -f b --flow-name=c=d", means: { flowName: ["a", "b", "c=d"] } },
    { words: "--flow_name a", means: { flowName: ["a"] } },
    { words: "-f a --empty-flow-name", means: { flowName: [] } },
    { words: "--params -", means: { params: "-" } },
    { words: "--no-reverse --no-ui --no-services --hide-sources", means: { ui: false, noServices: true, sources: false } },
    { words: "--reverse=false", means: { reverse: false } },
    { words: "-- --limit", means: { name: "--limit" } },
  ];
  test.each(cases)("$words", ({ words, means }) => {
    const given = words === "" ? [] : words.split(" ");
    expect({ name: undefined, ...parseArguments(ls, given) }).toEqual({ ...none, ...means });
  });
});

describe("words that do not fit are named", () => {
  const cases: readonly { words: string; says: string }[] = [
    { words: "--limt 3", says: "There is no option --limt. Did you mean --limit?" },
    { words: "-x", says: "There is no option -x." },
    { words: "--limit abc", says: '--limit is "abc"; it takes a whole number.' },
    { words: "--limit", says: "--limit needs a value: a whole number." },
    { words: "--params --limit 3", says: "--params needs a value: text." },
    { words: "a b", says: '"b" is one word too many.' },
    { words: "--no-services --services", says: "There is no option --services. Did you mean --no-services?" },
  ];
  test.each(cases)("$words", ({ words, says }) => expect(() => parseArguments(ls, words.split(" "))).toThrow(says));

  test("a missing argument and a malformed id", () => {
    const inspect: Command = command({ does: "Inspect.", takes: { id: id("Id of the run.") }, run: () => undefined });
    expect(() => parseArguments(inspect, [])).toThrow("ID is missing: Id of the run.");
    expect(() => parseArguments(inspect, ["nope"])).toThrow('ID is "nope"; it takes an id such as');
    const set: Command = command({ does: "Set.", takes: { settings: someOf(text("Settings.")) }, run: () => undefined });
    expect(() => parseArguments(set, [])).toThrow("SETTINGS is missing: Settings.");
    expect(parseArguments(set, ["A=1", "B=2"])).toEqual({ settings: ["A=1", "B=2"] });
  });
});
