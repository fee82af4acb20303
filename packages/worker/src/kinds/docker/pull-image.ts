import { createInterface } from "node:readline";
import type { Json } from "@millrace/contract";
import { isObject } from "@millrace/sdk/supervision";
import { whereWeAre } from "@millrace/settings";
import { JobError } from "../kind.ts";
import { type Engine, EngineError } from "./engine.ts";
import { findLogin } from "./registry-login.ts";

export interface ImageWanted {
  readonly image: string;
  /** Null leaves it to the tag: `latest` is pulled always, another only when it is not there. */
  readonly policy: Json | undefined;
  /** Block with what the registry asks for; without one it is what `docker login` has left here. */
  readonly credentials: Json | undefined;
}

interface ImageName {
  readonly name: string;
  readonly tag: string;
}

/** A colon after the last slash begins the tag; one before belongs to a port. */
const splitImage = (image: string): ImageName => {
  if (image.includes("@")) return { name: image, tag: "" };
  const colon = image.lastIndexOf(":");
  return colon > image.lastIndexOf("/") ? { name: image.slice(0, colon), tag: image.slice(colon + 1) } : { name: image, tag: "latest" };
};

const isHere = async (engine: Engine, image: string): Promise<boolean> => {
  try {
    await engine.ask({ path: `/images/${image}/json` });
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return false;
    throw error;
  }
};

const loginOf = async ({ image, credentials }: ImageWanted): Promise<Json | undefined> => {
  if (!isObject(credentials)) return findLogin(image, whereWeAre().env);
  const { username = "", password = "", registry_url: serveraddress = "" } = credentials;
  return { username, password, serveraddress };
};

/** In the alphabet of addresses, but filled up at its end: what is not, engines take for no login at all. */
const encode = (login: Json): string => Buffer.from(JSON.stringify(login)).toString("base64").replaceAll("+", "-").replaceAll("/", "_");

const headersOf = (login: Json | undefined): Record<string, string> => (login === undefined ? {} : { "x-registry-auth": encode(login) });

const pull = async (engine: Engine, wanted: ImageWanted): Promise<void> => {
  const { image } = wanted;
  const { name, tag } = splitImage(image);
  const query = { fromImage: name, ...(tag === "" ? {} : { tag }) };
  const refuse = (reason: string): JobError =>
    new JobError(
      `The image ${image} could not be pulled: ${reason}. Correct its name, push it, or give the job the registry_credentials it needs.`,
    );
  try {
    const answer = await engine.open({ method: "POST", path: "/images/create", query, headers: headersOf(await loginOf(wanted)) });
    for await (const line of createInterface({ input: answer })) {
      const { error } = JSON.parse(line) as { readonly error?: string };
      if (error !== undefined) throw refuse(error);
    }
  } catch (error) {
    throw error instanceof EngineError ? refuse(error.message) : error;
  }
};

/** Sees to it that the image is there, as its policy says. Throws a `JobError` when it cannot be had. */
export const ensureImage = async (engine: Engine, wanted: ImageWanted): Promise<void> => {
  const { image } = wanted;
  const policy = typeof wanted.policy === "string" ? wanted.policy : splitImage(image).tag === "latest" ? "Always" : "IfNotPresent";
  if (policy === "Never" || (policy === "IfNotPresent" && (await isHere(engine, image)))) return;
  try {
    await pull(engine, wanted);
  } catch (error) {
    if (policy === "IfPossible" && error instanceof JobError && (await isHere(engine, image))) return;
    throw error;
  }
};
