/** One of several processes that answer requests on the same port. It speaks with the process that started it, and through it with the others. */
import type { News, Siblings } from "@millrace/server";
import type { Host } from "../../host.ts";

/** Names such a process in its environment, and thereby tells it that it is one. */
const nameVariable = "PREFECT__SERVER_PROCESS";
export const nameProcess = (name: string): Readonly<Record<string, string>> => ({ [nameVariable]: name });
export const findProcessName = ({ env }: Host): string | undefined => env[nameVariable];

type Families = Awaited<ReturnType<Siblings["gatherMeasures"]>>;

/** What such a process says. */
export type FromApi =
  | { readonly news: News }
  /** It answers, there. */
  | { readonly url: string }
  /** It cannot answer, and why. */
  | { readonly failure: string }
  /** What have the others measured? The answer is to bear the number. */
  | { readonly gather: number }
  | { readonly measured: number; readonly families: Families[number] };

/** What it is told. */
export type ToApi =
  | { readonly news: News }
  /** What have you measured? */
  | { readonly measure: number }
  | { readonly gathered: number; readonly families: Families };

/** Says something to the process that started this one. */
export const tellStarter = (message: FromApi): void => void process.send?.(message);

/** The other processes, seen from one that answers requests. */
export const siblingsOfApi = (name: string): Siblings => {
  const asked = new Map<number, (families: Families) => void>();
  let lastAsked = 0;
  return {
    name,
    tell: (news) => tellStarter({ news }),
    join: ({ hear, measure }) =>
      process.on("message", (message: ToApi) => {
        if ("news" in message) hear(message.news);
        else if ("measure" in message) tellStarter({ measured: message.measure, families: measure() });
        else {
          asked.get(message.gathered)?.(message.families);
          asked.delete(message.gathered);
        }
      }),
    gatherMeasures() {
      const { promise, resolve } = Promise.withResolvers<Families>();
      asked.set(++lastAsked, resolve);
      tellStarter({ gather: lastAsked });
      return promise;
    },
  };
};
