/** Widths of bars, in seconds. */
const widths = [10, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 604_800];
const mostBars = 120;

/** How many seconds each bar of a period stands for, so that there are not too many of them. */
export const bucketSeconds = (start: string, end: string): number => {
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return widths.find((width) => seconds / width <= mostBars) ?? Math.ceil(seconds / mostBars);
};
