/** Colours as numbers, to find ones that can be read. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Hue in degrees, the others in percent. */
export interface Hsl {
  readonly h: number;
  readonly s: number;
  readonly l: number;
}

export const toRgb = ({ h, s, l }: Hsl): Rgb => {
  const a = (s / 100) * Math.min(l / 100, 1 - l / 100);
  const channel = (n: number): number => {
    const k = (n + h / 30) % 12;
    return Math.round(255 * (l / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
};

export const toHex = (color: Hsl): string =>
  `#${toRgb(color)
    .map((value) => value.toString(16).padStart(2, "0"))
    .join("")}`;

const luminance = (color: Hsl): number => {
  const [red = 0, green = 0, blue = 0] = toRgb(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** How much two colours differ in brightness, from 1 to 21 (WCAG 2.2). */
export const contrast = (one: Hsl, other: Hsl): number => {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};

/** The colour, made darker or brighter until it reaches a contrast with all grounds. */
export const readable = (color: Hsl, grounds: readonly Hsl[], { least, step }: { readonly least: number; readonly step: 1 | -1 }): Hsl => {
  let { l } = color;
  while (l > 0 && l < 100 && grounds.some((ground) => contrast({ ...color, l }, ground) < least)) l += step;
  return { ...color, l };
};
