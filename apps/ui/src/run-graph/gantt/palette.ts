import { stateCodes } from "../model/state-codes.ts";

/** Colours for the canvas, which knows no CSS variables. */
export interface Palette {
  /** By the code of a state's type. */
  readonly states: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly track: string;
  readonly accent: string;
  readonly active: string;
  readonly font: string;
}

const stateNames = Object.keys(stateCodes).map((type) => type.toLowerCase());

/** The colours that hold at an element, which change with the theme. */
export const readPalette = (element: Element): Palette => {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    states: stateNames.map((name) => read(`--state-${name}`)),
    text: read("--graph-text"),
    muted: read("--graph-muted"),
    line: read("--graph-line"),
    track: read("--graph-track"),
    accent: read("--graph-accent"),
    active: read("--graph-active"),
    font: `11px ${style.fontFamily}`,
  };
};
