import { type Allowance, spend } from "./allowance.ts";
import { type Flags, type Part, readPattern } from "./read-pattern.ts";

/** A step of a program. Where one leads is told as an index into the steps. */
export type Step =
  | { readonly does: "character"; readonly isIt: (character: string) => boolean }
  /** Goes on at `first` and, where that leads nowhere, at `second`. Each has a number of its own. */
  | { readonly does: "fork"; readonly number: number; readonly first: number; readonly second: number }
  | { readonly does: "jump"; readonly to: number }
  | { readonly does: "edge"; readonly isThere: (text: readonly string[], at: number) => boolean }
  | { readonly does: "look"; readonly program: Program; readonly isNegative: boolean }
  | { readonly does: "keep"; readonly slot: number }
  | { readonly does: "forget"; readonly groups: readonly number[] }
  /** Leads nowhere where nothing was matched since `slot` was kept. */
  | { readonly does: "moved"; readonly slot: number }
  | { readonly does: "again"; readonly groups: readonly number[]; readonly isSame: (one: string, other: string) => boolean }
  | { readonly does: "end" };

/** A pattern as steps over the characters of a text. */
export interface Program {
  readonly steps: readonly Step[];
  readonly forks: number;
  /** It looks back, from the end of what it matches to its begin. */
  readonly isBackwards: boolean;
  /** It asks for what groups have matched, so that the way to a place matters for where it leads. */
  readonly keepsGroups: boolean;
}

/** Steps that one pattern becomes at most: `(a{1000}){1000}` would take memory without end. */
const mostSteps = 50_000;

/** A program under way. */
interface Writer {
  readonly steps: Step[];
  readonly isBackwards: boolean;
  readonly keepsGroups: boolean;
  forks: number;
  /** Counts for the pattern with all that it looks ahead or back for. */
  readonly whole: { readonly left: Allowance; readonly allowance: Allowance; slots: number };
}

const asksForGroups = (part: Part): boolean => {
  if (part.kind === "again") return true;
  if (part.kind === "sequence") return part.parts.some(asksForGroups);
  if (part.kind === "choice") return part.choices.some(asksForGroups);
  return "part" in part && asksForGroups(part.part);
};

/** The slots where group `number` begins and ends. */
export const slotsOf = (number: number): readonly [begin: number, end: number] => [2 * number, 2 * number + 1];

/** Throws `TooMuch`. What the runtime refuses with the flag `u` is never asked for here. */
export const compilePattern = (pattern: string, allowance: Allowance): Program => {
  const { part, groups } = readPattern(pattern);
  const whole = { left: { steps: mostSteps }, allowance, slots: slotsOf(groups + 1)[0] };
  return compile(part, { keepsGroups: asksForGroups(part), whole, isBackwards: false });
};

const compile = (part: Part, shared: Omit<Writer, "steps" | "forks">): Program => {
  const writer: Writer = { ...shared, steps: [], forks: 0 };
  write(writer, part);
  add(writer, { does: "end" });
  return writer;
};

const countStep = ({ whole }: Writer): void => {
  spend(whole.left, 1);
  spend(whole.allowance, 1);
};

const add = (writer: Writer, step: Step): void => {
  countStep(writer);
  writer.steps.push(step);
};

/** Keeps room for a step that is known later, and says where. */
const reserve = (writer: Writer): number => {
  add(writer, { does: "end" });
  return writer.steps.length - 1;
};

const jump = ({ steps }: Writer, at: number, to: number): void => {
  steps[at] = { does: "jump", to };
};

const fork = (writer: Writer, at: number, [first, second]: readonly [number, number]): void => {
  writer.steps[at] = { does: "fork", number: writer.forks++, first, second };
};

const write = (writer: Writer, part: Part): void => {
  switch (part.kind) {
    case "character":
      add(writer, { does: "character", isIt: isCharacter(part) });
      break;
    case "sequence":
      for (const each of writer.isBackwards ? part.parts.toReversed() : part.parts) write(writer, each);
      break;
    case "choice":
      writeChoice(writer, part.choices);
      break;
    case "group":
      writeGroup(writer, part);
      break;
    case "repeat":
      writeRepeat(writer, part);
      break;
    case "edge":
      add(writer, { does: "edge", isThere: edges[part.edge](part.flags) });
      break;
    case "look": {
      const program = compile(part.part, { ...writer, isBackwards: part.isBehind });
      add(writer, { does: "look", program, isNegative: part.isNegative });
      break;
    }
    case "again":
      add(writer, { does: "again", groups: part.groups, isSame: isSame(part.flags) });
      break;
  }
};

const writeChoice = (writer: Writer, choices: readonly Part[]): void => {
  const ends: number[] = [];
  for (const [index, choice] of choices.entries()) {
    const start = index < choices.length - 1 ? reserve(writer) : undefined;
    write(writer, choice);
    if (start === undefined) continue;
    ends.push(reserve(writer));
    fork(writer, start, [start + 1, writer.steps.length]);
  }
  for (const end of ends) jump(writer, end, writer.steps.length);
};

const writeGroup = (writer: Writer, { number, part }: Extract<Part, { kind: "group" }>): void => {
  if (!writer.keepsGroups) {
    write(writer, part);
    return;
  }
  const [begin, end] = slotsOf(number);
  add(writer, { does: "keep", slot: writer.isBackwards ? end : begin });
  write(writer, part);
  add(writer, { does: "keep", slot: writer.isBackwards ? begin : end });
};

type Repeat = Extract<Part, { kind: "repeat" }>;

const writeRepeat = (writer: Writer, repeat: Repeat): void => {
  const { least, most, isLazy } = repeat.times;
  for (let count = 0; count < least; count++) writeRound(writer, repeat);
  const isEndless = most === Number.POSITIVE_INFINITY;
  const forks: number[] = [];
  for (let count = least; count < (isEndless ? least + 1 : most); count++) {
    const at = reserve(writer);
    forks.push(at);
    writeFurtherRound(writer, repeat);
    if (isEndless) jump(writer, reserve(writer), at);
  }
  const end = writer.steps.length;
  for (const at of forks) fork(writer, at, isLazy ? [end, at + 1] : [at + 1, end]);
};

const writeRound = (writer: Writer, { part, groups }: Repeat): void => {
  // A round of nothing takes no step, but time.
  countStep(writer);
  if (writer.keepsGroups) add(writer, { does: "forget", groups });
  write(writer, part);
};

/** A round more than the pattern asks for has to match something, or they would go on for ever. */
const writeFurtherRound = (writer: Writer, repeat: Repeat): void => {
  // Where groups are not kept, no fork is taken twice at the same place, which ends such rounds as well.
  if (!writer.keepsGroups) {
    writeRound(writer, repeat);
    return;
  }
  const slot = writer.whole.slots++;
  add(writer, { does: "keep", slot });
  writeRound(writer, repeat);
  add(writer, { does: "moved", slot });
};

const isCharacter = ({ source, flags }: Extract<Part, { kind: "character" }>): ((character: string) => boolean) => {
  if (flags === "" && source !== "." && !/^[[\\]/.test(source)) return (character) => character === source;
  const expression = new RegExp(source, `u${flags}`);
  return (character) => expression.test(character);
};

const isSame = (flags: Flags) => (one: string, other: string) =>
  one === other || (flags.includes("i") && new RegExp(`^\\u{${one.codePointAt(0)?.toString(16)}}$`, "iu").test(other));

const endsLine = (character: string | undefined): boolean => character === undefined || /^[\n\r\u2028\u2029]$/.test(character);

const isBetween = (flags: Flags) => {
  const word = new RegExp("\\w", `u${flags}`);
  const isWord = (character: string | undefined): boolean => character !== undefined && word.test(character);
  return (text: readonly string[], at: number): boolean => isWord(text[at - 1]) !== isWord(text[at]);
};

const edges: Readonly<Record<Extract<Part, { kind: "edge" }>["edge"], (flags: Flags) => (text: readonly string[], at: number) => boolean>> =
  {
    "^": (flags) => (text, at) => at === 0 || (flags.includes("m") && endsLine(text[at - 1])),
    $: (flags) => (text, at) => at === text.length || (flags.includes("m") && endsLine(text[at])),
    "\\b": isBetween,
    "\\B": (flags) => {
      const between = isBetween(flags);
      return (text, at) => !between(text, at);
    },
  };
