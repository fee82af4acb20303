import type { StateType } from "@millrace/contract";
import { type Hsl, readable, toHex } from "./colors.ts";

/** Hue and saturation of each state. What is read on it and what it is read on are made from these, always readable. */
type Hues = Readonly<Record<StateType | "LATE", readonly [h: number, s: number]>>;

export interface Palette {
  readonly name: string;
  readonly label: string;
  readonly hues: Hues;
}

const standard: Hues = {
  SCHEDULED: [42, 85],
  LATE: [24, 90],
  PENDING: [265, 45],
  RUNNING: [210, 85],
  COMPLETED: [158, 60],
  FAILED: [352, 75],
  CRASHED: [14, 80],
  CANCELLED: [220, 10],
  CANCELLING: [220, 16],
  PAUSED: [285, 40],
};

const vary = (changes: Partial<Hues>): Hues => ({ ...standard, ...changes });
const mapHues = (change: (h: number, s: number) => readonly [number, number]): Hues =>
  Object.fromEntries(Object.entries(standard).map(([state, [h, s]]) => [state, change(h, s)])) as unknown as Hues;

/** The first is everybody's until they choose; those for colour vision avoid telling good from bad by red and green. */
export const palettes: readonly Palette[] = [
  { name: "default", label: "Millrace", hues: standard },
  { name: "vivid", label: "Vivid", hues: mapHues((h, s) => [h, Math.min(100, s + 15)]) },
  { name: "soft", label: "Soft", hues: mapHues((h, s) => [h, s * 0.55]) },
  {
    name: "deuteranopia",
    label: "Deuteranopia",
    hues: vary({ COMPLETED: [205, 85], RUNNING: [190, 70], FAILED: [30, 95], CRASHED: [48, 95], SCHEDULED: [255, 35] }),
  },
  {
    name: "protanopia",
    label: "Protanopia",
    hues: vary({ COMPLETED: [220, 80], RUNNING: [185, 75], FAILED: [45, 95], CRASHED: [36, 70], SCHEDULED: [270, 30] }),
  },
  {
    name: "tritanopia",
    label: "Tritanopia",
    hues: vary({ COMPLETED: [175, 80], RUNNING: [195, 40], FAILED: [345, 85], CRASHED: [0, 60], SCHEDULED: [330, 25], LATE: [10, 60] }),
  },
  { name: "river", label: "River", hues: vary({ COMPLETED: [188, 75], RUNNING: [225, 70], SCHEDULED: [200, 30], PENDING: [240, 30] }) },
  {
    name: "forest",
    label: "Forest",
    hues: vary({ COMPLETED: [130, 45], RUNNING: [80, 60], SCHEDULED: [60, 45], PENDING: [95, 20], FAILED: [8, 65] }),
  },
  { name: "dusk", label: "Dusk", hues: vary({ COMPLETED: [250, 55], RUNNING: [310, 50], SCHEDULED: [30, 70], FAILED: [345, 80] }) },
  { name: "slate", label: "Slate", hues: mapHues((h, s) => [h, s * 0.22]) },
];

const white: Hsl = { h: 0, s: 0, l: 100 };
const night: Hsl = { h: 210, s: 16, l: 12 };

/** Text on its ground (at least 4.5:1), and the solid colour of marks and bars (at least 3:1 on the page). */
export interface StateColors {
  readonly text: Hsl;
  readonly ground: Hsl;
  readonly solid: Hsl;
}

const light = (h: number, s: number): StateColors => {
  const ground = { h, s: s * 0.8, l: 93 };
  return {
    ground,
    text: readable({ h, s, l: 34 }, [ground, white], { least: 5, step: -1 }),
    solid: readable({ h, s, l: 52 }, [white], { least: 3.1, step: -1 }),
  };
};

const dark = (h: number, s: number): StateColors => {
  const ground = { h, s: s * 0.45, l: 19 };
  return {
    ground,
    text: readable({ h, s: s * 0.8, l: 74 }, [ground, night], { least: 5, step: 1 }),
    solid: readable({ h, s: s * 0.85, l: 56 }, [night], { least: 3.6, step: 1 }),
  };
};

/** The colours of every state in one theme. */
export const stateColors = ({ hues }: Palette, scheme: "light" | "dark"): Readonly<Record<string, StateColors>> => {
  const make = scheme === "light" ? light : dark;
  return Object.fromEntries(Object.entries(hues).map(([state, [h, s]]) => [state, make(h, s)]));
};

/** As CSS variables: `--state-completed`, `--state-completed-text`, `--state-completed-ground`. */
export const stateVariables = (palette: Palette, scheme: "light" | "dark"): Record<string, string> =>
  Object.fromEntries(
    Object.entries(stateColors(palette, scheme)).flatMap(([state, { text, ground, solid }]) => {
      const name = `--state-${state.toLowerCase()}`;
      return [
        [name, toHex(solid)],
        [`${name}-text`, toHex(text)],
        [`${name}-ground`, toHex(ground)],
      ];
    }),
  );

export const findPalette = (name: string): Palette => palettes.find((palette) => palette.name === name) ?? (palettes[0] as Palette);
