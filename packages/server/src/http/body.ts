import { InvalidRequest } from "../wire/problems.ts";

/** A body as it arrived: parsed JSON, or undefined when there was none. */
export type Body = { readonly json: unknown } | undefined;

const utf8 = new TextDecoder("utf-8", { fatal: true });
const outsideStrings = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/** Python prints NaN and Infinity, which JSON does not have; the protocol stores them as null (server.md §1.2). */
const withoutNaN = (text: string): string => text.replace(outsideStrings, (match) => (match.startsWith('"') ? match : "null"));

const jsonInvalid = (text: string, message: string): InvalidRequest => {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
  const error = message.replace(/ in JSON at position.*$/, "");
  return new InvalidRequest([{ type: "json_invalid", loc: ["body", position], msg: "JSON decode error", input: {}, ctx: { error } }], text);
};

/** Parses a request's body, which is JSON unless it says to be something else (server.md §1.3). */
export const parseBody = (bytes: Buffer, contentType: string | undefined): Body => {
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw jsonInvalid("", "The body is not valid UTF-8");
  }
  if (contentType !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)) return { json: text };
  try {
    return { json: JSON.parse(text) as unknown };
  } catch (error) {
    const repaired = withoutNaN(text);
    if (repaired === text) throw jsonInvalid(text, (error as Error).message);
    try {
      return { json: JSON.parse(repaired) as unknown };
    } catch {
      throw jsonInvalid(text, (error as Error).message);
    }
  }
};
