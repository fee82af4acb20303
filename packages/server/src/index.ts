export { type Clock, systemClock } from "./clock.ts";
export { type DatabaseMaintenance, openForMaintenance } from "./db/maintenance.ts";
export { DomainError, PreconditionError } from "./errors.ts";
export type { Logger } from "./logger.ts";
export { type ServerSettings, serverSettings } from "./settings.ts";
export type { News, Sibling, Siblings } from "./siblings.ts";
export { type RunningServer, type Surroundings, startServer } from "./start-server.ts";
