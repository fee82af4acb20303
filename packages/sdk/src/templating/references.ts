/** References to blocks and variables in job templates and deployment steps (workers.md §8). */
import { type Client, isClientError } from "@millrace/client";
import type { BlockDocument, Json } from "@millrace/contract";
import { findAt, findPlaceholders, isObject, type Placeholder, printValue } from "./placeholders.ts";

/** A reference that leads nowhere; the message is for people. */
export class MissingReference extends Error {
  override readonly name = "MissingReference";
}

type Lookup = Pick<Client, "blockTypes" | "blockDocuments" | "variables">;

const blocks = "prefect.blocks.";
const variables = "prefect.variables.";

/** What a reference stands for; undefined is a variable that there is none of. */
type Resolve = (name: string) => Promise<Json | undefined>;

const readBlock = (document: BlockDocument, path: string, reference: string): Json => {
  const { data } = document;
  const isPlain = Object.keys(data).length === 1 && data.value !== undefined && !/^value(\.|\[|$)/.test(path);
  const value = findAt(isPlain ? data.value : data, path);
  if (value !== undefined) return value;
  throw new MissingReference(
    `"${reference}" names "${path}", which the block ${document.name ?? ""} does not have. Correct the reference.`,
  );
};

const findBlock = async (client: Lookup, reference: string): Promise<Json> => {
  const [slug = "", name = "", ...path] = reference.slice(blocks.length).split(".");
  try {
    const document = await client.blockTypes.getDocumentByName({ slug, block_document_name: name, query: { include_secrets: true } });
    return readBlock(document, path.join("."), reference);
  } catch (error) {
    if (!isClientError(error, "not-found")) throw error;
    throw new MissingReference(`There is no block ${slug}/${name}, which "${reference}" refers to. Create it, or correct the reference.`);
  }
};

const findVariable = async (client: Lookup, name: string): Promise<Json | undefined> => {
  try {
    return (await client.variables.getByName({ name })).value;
  } catch (error) {
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  }
};

/** Asks for each thing once. */
const resolver = (client: Lookup): Resolve => {
  const known = new Map<string, Promise<Json | undefined>>();
  return (name) => {
    const value =
      known.get(name) ?? (name.startsWith(blocks) ? findBlock(client, name) : findVariable(client, name.slice(variables.length)));
    known.set(name, value);
    return value;
  };
};

const printInText = ({ name }: Placeholder, value: Json): string => {
  if (name.startsWith(variables) || typeof value !== "object" || value === null) return printValue(value);
  throw new MissingReference(`"${name}" stands in the middle of a text, but is more than one value. Name one of its fields.`);
};

const resolveText = async (text: string, resolve: Resolve): Promise<Json> => {
  const found = findPlaceholders(text).filter(({ name }) => name.startsWith(blocks) || name.startsWith(variables));
  const [first] = found;
  if (first?.text === text) {
    const value = await resolve(first.name);
    return value === undefined ? "" : value;
  }
  let filled = text;
  for (const placeholder of found) {
    const value = await resolve(placeholder.name);
    filled = filled.replace(placeholder.text, () => (value === undefined ? "" : printInText(placeholder, value)));
  }
  return filled;
};

const findDocumentId = (value: Json): string | undefined => {
  const reference = isObject(value) ? value.$ref : undefined;
  const id = isObject(reference) ? reference.block_document_id : undefined;
  return typeof id === "string" ? id : undefined;
};

const resolveAll = async (client: Lookup, value: Json, resolve: Resolve): Promise<Json> => {
  if (typeof value === "string") return resolveText(value, resolve);
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveAll(client, item, resolve)));
  if (!isObject(value)) return value;
  const id = findDocumentId(value);
  if (id !== undefined) return (await client.blockDocuments.get({ id, query: { include_secrets: true } })).data;
  return Object.fromEntries(
    await Promise.all(
      Object.entries(value).map(async ([key, item]): Promise<[string, Json]> => [key, await resolveAll(client, item, resolve)]),
    ),
  );
};

/**
 * Puts blocks and variables in place of the references to them. A variable there is none of becomes an empty text. Throws a
 * `MissingReference` for a block that is not there or lacks what is asked of it.
 */
export const resolveReferences = (client: Lookup, value: Json): Promise<Json> => resolveAll(client, value, resolver(client));
