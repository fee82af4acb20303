import { lazy, Suspense, useEffect, useState } from "react";
import { useApi } from "../api/api-context.tsx";

const SessionDialog = lazy(async () => ({ default: (await import("./session-dialog.tsx")).SessionDialog }));

/** Notices when the server no longer takes the credentials, and asks for others above the page. */
export const SessionGuard = () => {
  const api = useApi();
  const [isOpen, setOpen] = useState(false);
  useEffect(
    () =>
      api.onSignal((signal) => {
        if (signal === "unauthorized") setOpen(true);
      }),
    [api],
  );
  return isOpen ? (
    <Suspense>
      <SessionDialog onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
};
