import { CommandError } from "./command.ts";
import type { Host } from "./host.ts";
import type { Style } from "./output/style.ts";

export interface Ask {
  /** Whether there is somebody to answer. */
  readonly interactive: boolean;
  /**
   * Asks before something that cannot be undone; the answer is no unless it is yes. Without anybody to ask it goes ahead, as
   * scripts expect (cli.md §1). Throws `CommandError` when the answer is no.
   */
  confirm(question: string): Promise<void>;
}

export const createAsk = (host: Host, { interactive, style }: { readonly interactive: boolean; readonly style: Style }): Ask => ({
  interactive,
  async confirm(question) {
    if (!interactive) return;
    host.stdout.write(`${style.green(style.bold("?"))} ${question} ${style.bold("[y/n]")} (n): `);
    const answer = (await host.stdin.readLine())?.trim() ?? "";
    if (!/^y(es)?$/i.test(answer)) throw new CommandError("Nothing was changed.");
  },
});
