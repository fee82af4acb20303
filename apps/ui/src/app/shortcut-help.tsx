import { lazy, Suspense, useState } from "react";
import { useShortcut } from "../shortcuts/shortcuts-context.tsx";

const ShortcutDialog = lazy(async () => ({ default: (await import("./shortcut-dialog.tsx")).ShortcutDialog }));

/** What `?` shows. */
export const ShortcutHelp = () => {
  const [isOpen, setOpen] = useState(false);
  useShortcut({ keys: "?", does: "Show the keyboard shortcuts", run: () => setOpen(true) });
  return isOpen ? (
    <Suspense>
      <ShortcutDialog onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
};
