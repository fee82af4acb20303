export const noTagLimit = (tag: string): string =>
  `There is no concurrency limit on the tag "${tag}". List them with: millrace concurrency-limit ls`;
