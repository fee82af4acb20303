import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { ApiProvider } from "../api/api-context.tsx";
import { type Say, SayContext } from "../api/say-context.tsx";
import { firstPaint } from "../components/first-paint.ts";
import type { PreferenceStore } from "../preferences/preferences.ts";
import { PreferencesContext, usePreferences } from "../preferences/preferences-context.tsx";
import { resolveVariables, theme } from "../theme/theme.ts";
import type { createAppRouter } from "./router.ts";
import { styleNonce } from "./style-nonce.ts";

const loadNotices = () => import("./notices.tsx");
/** Nothing can have been said before there is something on the screen, and that is not to wait for them. */
const Notices = lazy(async () => {
  await firstPaint();
  return { default: (await loadNotices()).Notices };
});

const say: Say = {
  done: (message) => void loadNotices().then(({ showDone }) => showDone(message)),
  failed: (attempted, error) => void loadNotices().then(({ showFailed }) => showFailed(attempted, error)),
};

const Themed = ({ children }: { readonly children: ReactNode }) => {
  const [{ palette, scheme }] = usePreferences();
  const resolver = useMemo(() => resolveVariables(palette), [palette]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      getStyleNonce={styleNonce}
      {...(scheme === "auto" ? { defaultColorScheme: "auto" as const } : { forceColorScheme: scheme })}
    >
      <Suspense>
        <Notices />
      </Suspense>
      {children}
    </MantineProvider>
  );
};

interface Props {
  readonly router: ReturnType<typeof createAppRouter>;
  readonly preferences: PreferenceStore;
}

export const App = ({ router, preferences }: Props) => {
  const { api, queries } = router.options.context;
  return (
    <PreferencesContext value={preferences}>
      <Themed>
        <SayContext value={say}>
          <ApiProvider api={api}>
            <QueryClientProvider client={queries}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </ApiProvider>
        </SayContext>
      </Themed>
    </PreferencesContext>
  );
};
