/** Parameters that cannot be filled in. The message is the protocol's (server.md §5.12). */
export class HydrationError extends Error {
  /** Where the placeholder is, as far as it is known. */
  path: readonly (string | number)[] = [];
}
