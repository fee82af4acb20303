import { createContext, useContext, useSyncExternalStore } from "react";
import { defaultPreferences, type PreferenceStore, type Preferences } from "./preferences.ts";

const fixed: PreferenceStore = { get: () => defaultPreferences, set: () => undefined, subscribe: () => () => undefined };

/** Outside the app, in a test of one component, everything is as nobody changed it. */
export const PreferencesContext = createContext<PreferenceStore>(fixed);

/** What this browser's user prefers, and a way to change it. */
export const usePreferences = (): readonly [Preferences, (changes: Partial<Preferences>) => void] => {
  const store = useContext(PreferencesContext);
  return [useSyncExternalStore(store.subscribe, store.get), store.set];
};
