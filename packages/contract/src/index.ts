export * from "./ids.ts";
export * from "./instants.ts";
export * from "./route.ts";
export * from "./schema.ts";
export * from "./states.ts";
