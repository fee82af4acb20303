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
  const read = (name: string): string => style.getPropertyValue(`--graph-${name}`).trim();
  return {
    states: stateNames.map(read),
    text: read("text"),
    muted: read("muted"),
    line: read("line"),
    track: read("track"),
    accent: read("accent"),
    active: read("active"),
    font: `11px ${style.fontFamily}`,
  };
};
