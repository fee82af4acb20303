import { Suspense, useState } from "react";
import { lazyDialog } from "../components/lazy-part.tsx";
import { useShortcut } from "../shortcuts/shortcuts-context.tsx";

const ShortcutDialog = lazyDialog(() => import("./shortcut-dialog.tsx").then(({ ShortcutDialog }) => ShortcutDialog));

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
