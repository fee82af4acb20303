import { Suspense, useEffect, useState } from "react";
import { useApi } from "../api/api-context.tsx";
import { firstPaint } from "../components/first-paint.ts";
import { lazyDialog } from "../components/lazy-part.tsx";

const loadSessionDialog = () => import("./session-dialog.tsx").then(({ SessionDialog }) => SessionDialog);
const loadProxyDialog = () => import("./proxy-dialog.tsx").then(({ ProxyDialog }) => ProxyDialog);
const SessionDialog = lazyDialog(loadSessionDialog);
const ProxyDialog = lazyDialog(loadProxyDialog);

/** Fetched before they are needed: whoever must log in may get no more code. */
const fetchDialogs = async (): Promise<void> => {
  await firstPaint();
  await Promise.allSettled([loadSessionDialog(), loadProxyDialog()]);
};

/** Notices when the server, or a proxy before it, no longer takes the credentials, and asks for others above the page. */
export const SessionGuard = () => {
  const api = useApi();
  useEffect(() => void fetchDialogs(), []);
  const [asker, setAsker] = useState<"server" | "proxy">();
  useEffect(
    () =>
      api.onSignal((signal) => {
        // A server that takes everybody has no credentials to ask for.
        if (signal === "unauthorized") setAsker(api.settings.auth === null ? "proxy" : "server");
        else if (signal === "intercepted") setAsker("proxy");
      }),
    [api],
  );
  const close = (): void => setAsker(undefined);
  return (
    <Suspense>
      {asker === "server" && <SessionDialog onClose={close} />}
      {asker === "proxy" && <ProxyDialog onClose={close} />}
    </Suspense>
  );
};
