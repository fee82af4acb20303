export interface Shortcut {
  /** One key, such as `j` or `?`, or two typed one after the other, such as `g r`. */
  readonly keys: string;
  /** What it does, for the page of help. */
  readonly does: string;
  /** False leaves the key to others. */
  readonly run: () => void | false;
}

export interface Shortcuts {
  readonly add: (shortcut: Shortcut) => () => void;
  readonly list: () => readonly Shortcut[];
  readonly handle: (event: KeyboardEvent) => void;
}

/** Milliseconds between two keys that belong together. */
const longestPause = 1_200;

const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select, [role=textbox], [role=combobox]"));

/** Keys, and what they do on this page. */
export const createShortcuts = (): Shortcuts => {
  const all: Shortcut[] = [];
  let before = "";
  let beforeAt = 0;
  const attempt = (keys: string): boolean => all.findLast((shortcut) => shortcut.keys === keys && shortcut.run() !== false) !== undefined;
  return {
    add: (shortcut) => {
      all.push(shortcut);
      return () => {
        all.splice(all.indexOf(shortcut), 1);
      };
    },
    list: () => [...new Map(all.map((shortcut) => [shortcut.keys, shortcut])).values()],
    handle: (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
      const first = event.timeStamp - beforeAt < longestPause ? before : "";
      before = event.key;
      beforeAt = event.timeStamp;
      if ((first !== "" && attempt(`${first} ${event.key}`)) || attempt(event.key)) {
        event.preventDefault();
        before = "";
      }
    },
  };
};
