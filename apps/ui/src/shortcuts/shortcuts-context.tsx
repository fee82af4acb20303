import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { createShortcuts, type Shortcut, type Shortcuts } from "./shortcuts.ts";

const ShortcutsContext = createContext<Shortcuts | undefined>(undefined);

export const ShortcutsProvider = ({ children }: { readonly children: ReactNode }) => {
  const [shortcuts] = useState(createShortcuts);
  useEffect(() => {
    document.addEventListener("keydown", shortcuts.handle);
    return () => document.removeEventListener("keydown", shortcuts.handle);
  }, [shortcuts]);
  return <ShortcutsContext value={shortcuts}>{children}</ShortcutsContext>;
};

/** Every shortcut that works on this page, for the page of help. */
export const useShortcutList = (): (() => readonly Shortcut[]) => {
  const shortcuts = useContext(ShortcutsContext);
  return () => shortcuts?.list() ?? [];
};

/**
 * Makes a key do something while this component is shown: `useShortcut({ keys: "g r", does: "Go to runs", run })`. Keys typed
 * into fields are text. The newest shortcut of a key wins.
 */
export const useShortcut = ({ keys, does, run }: Shortcut): void => {
  const shortcuts = useContext(ShortcutsContext);
  const current = useRef(run);
  useEffect(() => {
    current.current = run;
  });
  useEffect(() => shortcuts?.add({ keys, does, run: () => current.current() }), [shortcuts, keys, does]);
};
