/** What the program needs of the machine it runs on. Tests give it their own. */
export interface Output {
  write(text: string): void;
  /** Columns of the terminal; undefined when it is not one. */
  readonly columns: number | undefined;
}

export interface Input {
  readonly isTerminal: boolean;
  /** Everything up to the end. */
  readAll(): Promise<string>;
  /** The next line, without its end; undefined when there is none. */
  readLine(): Promise<string | undefined>;
}

export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The person's own directory. */
  readonly home: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: Input;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** The signal ends the wait early. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls again and again, until the function it gives is called; keeps no process alive. */
  every(milliseconds: number, call: () => void): () => void;
  /** Resolves at the first request to stop, Ctrl-C or SIGTERM, to its name. */
  stopRequested(): Promise<"SIGINT" | "SIGTERM">;
  /** Shows an address in the person's browser. */
  openInBrowser(url: string): void;
}
