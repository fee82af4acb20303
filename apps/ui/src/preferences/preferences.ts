/** What people may have their own way. Kept in this browser. */
export interface Preferences {
  readonly scheme: "light" | "dark" | "auto";
  readonly palette: string;
  /** An IANA name, or `local` for the browser's. */
  readonly zone: string;
  readonly clock: "24h" | "12h";
  readonly density: "compact" | "comfortable";
  /** Rows of a page of a list. */
  readonly rows: number;
}

export const defaultPreferences: Preferences = {
  scheme: "auto",
  palette: "default",
  zone: "local",
  clock: "24h",
  density: "compact",
  rows: 25,
};

const key = "millrace.preferences";

export interface PreferenceStore {
  readonly get: () => Preferences;
  readonly set: (changes: Partial<Preferences>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const load = (): Preferences => {
  try {
    return { ...defaultPreferences, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Preferences>) };
  } catch {
    return defaultPreferences;
  }
};

const save = (preferences: Preferences): void => {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // Without storage they hold until the page is closed.
  }
};

/** Changes reach every tab of the browser. */
export const createPreferenceStore = (): PreferenceStore => {
  const listeners = new Set<() => void>();
  let current = load();
  const publish = (preferences: Preferences): void => {
    current = preferences;
    for (const listener of listeners) listener();
  };
  window.addEventListener("storage", (event) => {
    if (event.key === key) publish(load());
  });
  return {
    get: () => current,
    set: (changes) => {
      publish({ ...current, ...changes });
      save(current);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
