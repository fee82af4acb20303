export const TooManyNodes = (_: { readonly flowRunId: string; readonly reason: string }) => null;
