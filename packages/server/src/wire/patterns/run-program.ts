import { type Allowance, spend } from "./allowance.ts";
import { type Program, type Step, slotsOf } from "./compile-pattern.ts";

/** Places in the text, kept by groups and repetitions. */
type Slots = readonly (number | undefined)[];

/** Where a way through a program is: before which step, and where in the text. */
interface Way {
  step: number;
  at: number;
  slots: Slots;
}

/** A program that is looked for in a text. */
interface Search {
  readonly text: readonly string[];
  readonly allowance: Allowance;
  /** From which forks of a program at which places in the text nothing leads to a match. */
  readonly tried: Map<Program, Uint8Array>;
  readonly program: Program;
  /** Ways that forks have left for later, the next one last. */
  readonly open: Way[];
}

/**
 * Says whether a text has a pattern anywhere. It goes from no fork twice at the same place, so that the steps it takes grow
 * with the length of the pattern and with that of the text; those of a pattern that asks for what its groups have matched
 * may grow faster. Throws `TooMuch`.
 */
export const hasMatch = (program: Program, text: string, allowance: Allowance): boolean => {
  const search: Search = { text: [...text], allowance, tried: new Map(), program, open: [] };
  for (let at = 0; at <= search.text.length; at++) if (findEnd(search, { step: 0, at, slots: [] }) !== undefined) return true;
  return false;
};

/** What is kept where the program comes to its end; undefined where it does not. */
const findEnd = (search: Search, start: Way): Slots | undefined => {
  const { allowance, open, program, tried } = search;
  for (let way: Way | undefined = start; way !== undefined; way = open.pop()) {
    for (let goesOn = true; goesOn; ) {
      spend(allowance, 1);
      const step: Step | undefined = program.steps[way.step];
      if (step === undefined || step.does === "end") {
        tried.delete(program);
        return way.slots;
      }
      way.step++;
      goesOn = takeStep(search, step, way);
    }
  }
  return undefined;
};

/** Takes a way behind a step. False where it leads nowhere. */
const takeStep = (search: Search, step: Step, way: Way): boolean => {
  switch (step.does) {
    case "character":
      return takeCharacter(search, step, way);
    case "fork":
      if (isTried(search, step.number, way.at)) return false;
      search.open.push({ ...way, step: step.second });
      way.step = step.first;
      return true;
    case "jump":
      way.step = step.to;
      return true;
    case "edge":
      return step.isThere(search.text, way.at);
    case "look":
      return look(search, step, way);
    case "keep":
      way.slots = withSlots(way.slots, [step.slot], way.at);
      return true;
    case "forget":
      way.slots = withSlots(way.slots, step.groups.flatMap(slotsOf), undefined);
      return true;
    case "moved":
      return way.slots[step.slot] !== way.at;
    case "again":
      return takeAgain(search, step, way);
    case "end":
      return true;
  }
};

type Doing<Does extends Step["does"]> = Extract<Step, { does: Does }>;

const takeCharacter = ({ text, program }: Search, { isIt }: Doing<"character">, way: Way): boolean => {
  const at = program.isBackwards ? way.at - 1 : way.at;
  const character = text[at];
  way.at = program.isBackwards ? at : at + 1;
  return character !== undefined && isIt(character);
};

const look = (search: Search, { program, isNegative }: Doing<"look">, way: Way): boolean => {
  const found = findEnd({ ...search, program, open: [] }, { ...way, step: 0 });
  if (found !== undefined && !isNegative) way.slots = found;
  return (found === undefined) === isNegative;
};

const withSlots = (slots: Slots, changed: readonly number[], at: number | undefined): Slots => {
  const kept = [...slots];
  for (const slot of changed) kept[slot] = at;
  return kept;
};

/** Says whether it was here before, and remembers that it was. */
const isTried = ({ text, tried, allowance, program }: Search, fork: number, at: number): boolean => {
  if (program.keepsGroups) return false;
  let marks = tried.get(program);
  if (marks === undefined) {
    const bytes = Math.ceil((program.forks * (text.length + 1)) / 8);
    // Clearing memory takes its time too, and there is only so much of it.
    spend(allowance, bytes / 2);
    marks = new Uint8Array(bytes);
    tried.set(program, marks);
  }
  const place = fork * (text.length + 1) + at;
  const [byte, bit] = [Math.floor(place / 8), 1 << (place % 8)];
  const before = marks[byte] ?? 0;
  marks[byte] = before | bit;
  return (before & bit) !== 0;
};

/** Takes what a group has matched once more. One that has matched nothing stands anywhere. */
const takeAgain = ({ text, allowance, program }: Search, { groups, isSame }: Doing<"again">, way: Way): boolean => {
  const found = groups.map((group) => slotsOf(group).map((slot) => way.slots[slot])).find((each) => !each.includes(undefined));
  const [begin = way.at, end = begin] = found ?? [];
  const length = end - begin;
  const from = program.isBackwards ? way.at - length : way.at;
  spend(allowance, length);
  way.at = program.isBackwards ? from : from + length;
  return from >= 0 && text.slice(begin, end).every((character, index) => isSame(character, text[from + index] ?? ""));
};
