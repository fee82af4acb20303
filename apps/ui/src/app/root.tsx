import { Outlet, useLocation, useRouterState } from "@tanstack/react-router";
import { LiveProvider } from "../api/live-context.tsx";
import { ShortcutsProvider } from "../shortcuts/shortcuts-context.tsx";
import { CommandPaletteProvider } from "./command-palette-context.tsx";
import { SessionGuard } from "./session-guard.tsx";
import { Shell } from "./shell.tsx";

/** The page asked for, in its surroundings. */
export const Root = () => {
  const { pathname } = useLocation();
  const isReady = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation !== undefined });
  if (pathname === "/login") return <Outlet />;
  return (
    <LiveProvider isReady={isReady}>
      <ShortcutsProvider>
        <CommandPaletteProvider>
          <Shell>
            <Outlet />
          </Shell>
          <SessionGuard />
        </CommandPaletteProvider>
      </ShortcutsProvider>
    </LiveProvider>
  );
};
