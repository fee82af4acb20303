import { isClientError } from "@millrace/client/browser";
import type { Api } from "./api.ts";

/**
 * Asks a route beside the protocol when the server offers it, and otherwise asks in the protocol's own words: so pages work with
 * any server. A route that turns out to be missing counts as not offered.
 */
export const withFallback = async <T>(
  offered: { readonly api: Api; readonly flag: string },
  additive: () => Promise<T>,
  standard: () => Promise<T>,
): Promise<T> => {
  if (!offered.api.offers(offered.flag)) return standard();
  try {
    return await additive();
  } catch (error) {
    if (isClientError(error, "not-found")) return standard();
    throw error;
  }
};
