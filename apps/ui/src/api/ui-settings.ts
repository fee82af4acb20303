/** What a server tells pages before they have logged in (server.md §1.9); `api_path` is ours, a stock server does not send it. */
export interface UiSettings {
  readonly api_url: string;
  readonly api_path?: string | null;
  readonly csrf_enabled: boolean;
  readonly auth: string | null;
  readonly flags: readonly string[];
}

/** The server could not be asked where its API is. */
export class BootError extends Error {
  override readonly name = "BootError";
}

/** Asks the server that the page came from. Throws a `BootError` with a reason for people. */
export const getUiSettings = async (base: string): Promise<UiSettings> => {
  const response = await fetch(new URL("ui-settings", base)).catch((error: unknown) => {
    throw new BootError(`The server does not answer (${error instanceof Error ? error.message : String(error)}).`);
  });
  if (!response.ok) throw new BootError(`The server answered ${response.status} when asked where its API is.`);
  const settings: UiSettings | undefined = await response.json().catch(() => undefined);
  if (settings === undefined)
    throw new BootError("Something before the server, such as a proxy, has answered in its place. It may want you to log in.");
  return settings;
};

/** The API's address. A path relative to the pages holds below a proxy's path too, which the server does not know. */
export const apiUrlOf = ({ api_path, api_url }: UiSettings, base: string): string =>
  new URL(api_path ?? api_url, base).href.replace(/\/+$/, "");
