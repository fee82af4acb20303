export { type Command, type CommandContext, CommandError, command } from "./command.ts";
export type { Host, Input, Output } from "./host.ts";
export { runProgram } from "./program.ts";
