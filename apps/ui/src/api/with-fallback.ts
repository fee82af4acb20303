import { isClientError } from "@millrace/client/browser";
import type { Api } from "./api.ts";

/** What a server says of a route it does not have; of an object it does not have it says which. */
const noRoute = "Not Found";

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
    if (!isClientError(error, "not-found")) throw error;
    if (error.detail === noRoute) offered.api.noteMissing(offered.flag);
    return standard();
  }
};
