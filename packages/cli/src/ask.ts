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
  /** The same where the answer is read even when nobody seems to be there, and no answer means no. */
  insist(question: string): Promise<void>;
  /** One of the choices, by its number or its own name, or what else is allowed. Throws `CommandError` when the answer is none of them. */
  choose(question: string, choices: readonly string[], isOther?: (answer: string) => boolean): Promise<string>;
  /** A text; empty when there is no answer. */
  text(question: string): Promise<string>;
}

export const createAsk = (host: Host, { interactive, style }: { readonly interactive: boolean; readonly style: Style }): Ask => {
  const ask = async (question: string): Promise<string> => {
    host.stdout.write(`${style.green(style.bold("?"))} ${question} `);
    return (await host.stdin.readLine())?.trim() ?? "";
  };
  const insist = async (question: string): Promise<void> => {
    if (!/^y(es)?$/i.test(await ask(`${question} ${style.bold("[y/n]")} (n):`))) throw new CommandError("Nothing was changed.");
  };
  return {
    interactive,
    insist,
    confirm: async (question) => {
      if (interactive) await insist(question);
    },
    text: (question) => ask(question.endsWith("?") ? question : `${question}:`),
    async choose(question, choices, isOther = () => false) {
      const list = choices.map((choice, index) => `\n  ${style.cyan(String(index + 1))}  ${choice}`).join("");
      const answer = await ask(`${question}${list}\nNumber or name:`);
      const chosen = choices.find((choice, index) => choice === answer || String(index + 1) === answer);
      if (chosen === undefined && isOther(answer)) return answer;
      if (chosen === undefined) throw new CommandError(`"${answer}" is not one of ${choices.join(", ")}.`);
      return chosen;
    },
  };
};
