import type { ClientSettings } from "@millrace/settings";
import type { Host } from "./host.ts";

export interface Health {
  readonly available: boolean;
  /** Why it is not. */
  readonly error?: string;
  readonly version?: string;
}

const authorization = ({ apiAuthString, apiKey }: ClientSettings): Record<string, string> => {
  if (apiAuthString !== undefined) return { authorization: `Basic ${Buffer.from(apiAuthString).toString("base64")}` };
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  const cause = error.cause;
  if (cause instanceof Error && "code" in cause)
    return cause.code === "ECONNREFUSED" ? "connection refused" : cause.message || String(cause.code);
  return error.message;
};

/** Asks a server how it is, once. The health route needs no credentials; the version may, and is left out without them. */
export const checkHealth = async (
  { fetch }: Host,
  { url, settings, timeout = 5000 }: { readonly url: string; readonly settings: ClientSettings; readonly timeout?: number },
): Promise<Health> => {
  const base = url.replace(/\/+$/, "");
  const headers = { ...settings.clientCustomHeaders, ...authorization(settings) };
  try {
    const health = await fetch(`${base}/health`, { headers, signal: AbortSignal.timeout(timeout) });
    if (!health.ok) return { available: false, error: `the address answers ${health.status} ${health.statusText}`.trim() };
    const version = await fetch(`${base}/admin/version`, { headers, signal: AbortSignal.timeout(timeout) });
    const text: unknown = version.ok ? await version.json() : undefined;
    return { available: true, ...(typeof text === "string" ? { version: text } : {}) };
  } catch (error) {
    return { available: false, error: reasonOf(error) };
  }
};
