import { browserZone } from "../components/form/zone-select.tsx";
import { usePreferences } from "../preferences/preferences-context.tsx";

/** The name of the zone that people prefer. */
export const useZone = (): string => {
  const [{ zone }] = usePreferences();
  return zone === "local" ? browserZone() : zone;
};
