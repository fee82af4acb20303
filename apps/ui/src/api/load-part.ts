import { noAnswer } from "@millrace/client/browser";

/** Code of the pages that the server has no more: an upgrade has replaced it since they were loaded. */
export class ReplacedError extends Error {
  override readonly name = "ReplacedError";
}

/** Whether the server that the pages came from answers at all. */
export const isAnswering = (): Promise<boolean> =>
  fetch(new URL("ui-settings", document.baseURI), { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Fetches code of the pages that was left for later. Browsers give the same error for a server that is away, which becomes a
 * `ClientError`, and for one that was upgraded and has other files now, which becomes a `ReplacedError`.
 */
export const loadPart = async <T>(load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (error) {
    if (await isAnswering()) throw new ReplacedError("The server has been upgraded.", { cause: error });
    throw noAnswer({ method: "GET", url: document.baseURI }, error);
  }
};
