const ignore = (): void => {};

/**
 * Prints a line where people look for what a program tells of itself. Whoever reads may stop first, as `head` does: then nobody misses
 * the line, and the run goes on. Told as an error, it would be printed again, and so on without an end.
 */
export const printLine = (line: string): void => {
  const { stderr } = process;
  if (!stderr.listeners("error").includes(ignore)) stderr.on("error", ignore);
  stderr.write(`${line}\n`);
};
