import { isClientError } from "@millrace/client";
import { CommandError } from "./command.ts";

/** What a request answers; a 404 becomes the given sentence. */
export const orMissing = async <T>(request: Promise<T>, sentence: string): Promise<T> => {
  try {
    return await request;
  } catch (error) {
    if (isClientError(error, "not-found") && error.status === 404) throw new CommandError(sentence, { cause: error });
    throw error;
  }
};

/** What a request answers; undefined in place of a 404. */
export const findOrNothing = async <T>(request: Promise<T>): Promise<T | undefined> => {
  try {
    return await request;
  } catch (error) {
    if (isClientError(error, "not-found") && error.status === 404) return undefined;
    throw error;
  }
};

export const noFlowRun = (id: string): string => `Flow run "${id}" was not found. List them with: millrace flow-run ls`;
export const noDeployment = (name: string): string => `Deployment "${name}" was not found. List them with: millrace deployment ls`;
export const noWorkPool = (name: string): string => `Work pool "${name}" was not found. List them with: millrace work-pool ls`;
