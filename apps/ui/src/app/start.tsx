import { createRoot } from "react-dom/client";
import { createApi } from "../api/api.ts";
import { createCredentials } from "../api/credentials.ts";
import { createQueryClient } from "../api/query-client.ts";
import { getUiSettings } from "../api/ui-settings.ts";
import { createPreferenceStore } from "../preferences/preferences.ts";
import { App } from "./app.tsx";
import { createAppRouter } from "./router.ts";
import { shareStyleNonce } from "./style-nonce.ts";

/** Asks the server where its API is and shows the page of this address. Rejects when the server cannot be asked. */
export const start = async (place: HTMLElement): Promise<void> => {
  shareStyleNonce();
  const base = document.baseURI;
  const settings = await getUiSettings(base);
  const api = createApi({ settings, base, credentials: createCredentials() });
  const router = createAppRouter({ api, queries: createQueryClient() }, new URL(base).pathname);
  createRoot(place).render(<App router={router} preferences={createPreferenceStore()} />);
};
