const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;
export type Colour = keyof typeof codes;
export type Style = Readonly<Record<Colour, (text: string) => string>>;

/** Colours for a terminal, or none. */
export const createStyle = (on: boolean): Style => {
  const paint =
    ([start, end]: readonly [number, number]) =>
    (text: string) =>
      on && text !== "" ? `\u001B[${start}m${text}\u001B[${end}m` : text;
  return {
    bold: paint(codes.bold),
    dim: paint(codes.dim),
    red: paint(codes.red),
    green: paint(codes.green),
    yellow: paint(codes.yellow),
    blue: paint(codes.blue),
    magenta: paint(codes.magenta),
    cyan: paint(codes.cyan),
  };
};

/** Colour of a state's type, the same everywhere. */
export const stateColours: ReadonlyMap<string, Colour> = new Map([
  ["SCHEDULED", "yellow"],
  ["PENDING", "dim"],
  ["RUNNING", "blue"],
  ["COMPLETED", "green"],
  ["FAILED", "red"],
  ["CRASHED", "red"],
  ["CANCELLED", "dim"],
  ["CANCELLING", "dim"],
  ["PAUSED", "magenta"],
]);
