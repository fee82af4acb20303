/** What the page's address says of the lines. */
export interface LogSearch {
  /** What is looked for, in the server's grammar. */
  readonly q?: string | undefined;
  /** Shows lines that match alone. */
  readonly only?: boolean | undefined;
  /** The least level. */
  readonly level?: number | undefined;
  readonly logger?: string | undefined;
  readonly task?: string | undefined;
}

export type ChangeLogSearch = (changes: LogSearch, how: { readonly replace: boolean }) => void;

/** The end of an address that leads to a line. The moment finds it among any number of others. */
export const printLineHash = ({ id, timestamp }: { readonly id: string; readonly timestamp: string }): string => `log=${id}@${timestamp}`;

export const readLineHash = (hash: string): { readonly id: string; readonly timestamp: string } | undefined => {
  const [, id, timestamp] = /^#?log=([0-9a-f-]{36})@(.+)$/.exec(decodeURIComponent(hash)) ?? [];
  return id === undefined || timestamp === undefined || Number.isNaN(Date.parse(timestamp)) ? undefined : { id, timestamp };
};
