import { Outlet, useLocation } from "@tanstack/react-router";
import { LiveProvider } from "../api/live-context.tsx";
import { ShortcutsProvider } from "../shortcuts/shortcuts-context.tsx";
import { CommandPaletteProvider } from "./command-palette-context.tsx";
import { SessionGuard } from "./session-guard.tsx";
import { Shell } from "./shell.tsx";

/** The page asked for, in its surroundings. */
export const Root = () => {
  const { pathname } = useLocation();
  if (pathname === "/login") return <Outlet />;
  return (
    <LiveProvider>
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
