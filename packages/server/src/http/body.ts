import { badRequest } from "../errors.ts";
import { parseJson } from "../exact-numbers.ts";
import { deepest, findDepth, parseWithNaN } from "../wire/json-text.ts";
import { InvalidRequest } from "../wire/problems.ts";

/** A body as it arrived: parsed JSON, or undefined when there was none. */
export type Body = { readonly json: unknown } | undefined;

const utf8 = new TextDecoder("utf-8", { fatal: true });

const jsonInvalid = (text: string, position: number, error: string): InvalidRequest =>
  new InvalidRequest([{ type: "json_invalid", loc: ["body", position], msg: "JSON decode error", input: {}, ctx: { error } }], text);

/**
 * Parses a request's body, which is JSON unless it says to be something else (server.md §1.3). Throws `InvalidRequest`, and
 * `bad-request` for what is no text at all.
 */
export const parseBody = (bytes: Buffer, contentType: string | undefined): Body => {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  if (contentType !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)) return { json: text };
  const tooDeep = findDepth(bytes, deepest);
  if (tooDeep !== undefined) throw jsonInvalid(text, tooDeep, `Lists and objects are nested more than ${deepest} deep`);
  try {
    return { json: parseJson(text) };
  } catch (error) {
    const json = parseWithNaN(bytes);
    if (json !== undefined) return { json };
    const { message } = error as Error;
    throw jsonInvalid(text, Number(/position (\d+)/.exec(message)?.[1] ?? 0), message.replace(/ in JSON at position.*$/s, ""));
  }
};

const decode = (bytes: Buffer): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw badRequest("There was an error parsing the body");
  }
};
