/** A bucket or container of a store of files, whoever's it is. Its functions throw a `LoadError` that says what was refused. */
export interface Store {
  /** Keys that begin with a text, in the store's order. */
  readonly listKeys: (prefix: string) => Promise<readonly string[]>;
  readonly download: (key: string, file: string) => Promise<void>;
  readonly upload: (key: string, file: string) => Promise<void>;
}
