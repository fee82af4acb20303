import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** Every background service that these settings ask for. */
export const services = (_settings: ServerSettings): readonly Service[] => [];
