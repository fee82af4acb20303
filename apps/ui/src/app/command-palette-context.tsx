import { useHotkeys } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, Suspense, useContext, useMemo, useState } from "react";
import { CommandsContext, createCommands } from "../commands/commands-context.tsx";
import { lazyDialog } from "../components/lazy-part.tsx";
import { useShortcut } from "../shortcuts/shortcuts-context.tsx";
import { navigation } from "./navigation.ts";
import { useRecentPlaces } from "./recent-places.ts";
import { ShortcutHelp } from "./shortcut-help.tsx";

const CommandPalette = lazyDialog(() => import("./command-palette.tsx").then(({ CommandPalette }) => CommandPalette));

const OpenerContext = createContext<() => void>(() => undefined);

/** Opens the palette. */
export const usePaletteOpener = (): (() => void) => useContext(OpenerContext);

const Jump = ({ keys, label, to }: { readonly keys: string; readonly label: string; readonly to: string }) => {
  const navigate = useNavigate();
  useShortcut({ keys, does: `Go to ${label}`, run: () => void navigate({ to }) });
  return null;
};

/** The palette, the jumps and the help, and the list of commands that pages add to. */
export const CommandPaletteProvider = ({ children }: { readonly children: ReactNode }) => {
  const commands = useMemo(createCommands, []);
  const [opened, setOpened] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const open = useMemo(
    () => () => {
      setWasOpened(true);
      setOpened(true);
    },
    [],
  );
  useHotkeys([["mod+K", open]], []);
  useRecentPlaces();
  return (
    <CommandsContext value={commands}>
      <OpenerContext value={open}>
        {navigation
          .flatMap(({ places }) => places)
          .map(({ key, label, to }) => (
            <Jump key={key} keys={`g ${key}`} label={label} to={to} />
          ))}
        <ShortcutHelp />
        {children}
        {wasOpened && (
          <Suspense>
            <CommandPalette opened={opened} onClose={() => setOpened(false)} />
          </Suspense>
        )}
      </OpenerContext>
    </CommandsContext>
  );
};
