/** What it takes to run flows in other processes, for workers: how they are started, watched, ended and spoken to. */
export { type ChildChannel, type ControlServer, listenForChildren } from "./control-channel/listen.ts";
export {
  aFlag,
  aFunction,
  anObject,
  aSignal,
  aText,
  checkOptions,
  type TakesOf,
  texts,
  wholeFrom,
} from "./definitions/check-options.ts";
export { printProposal } from "./engine/propose.ts";
export { splitWords } from "./pulling/split-words.ts";
export { createSession } from "./session/create-session.ts";
export type { Session } from "./session/session.ts";
export { type World, within } from "./session/world.ts";
export { engineCommand } from "./supervision/engine-command.ts";
export { explainEnd } from "./supervision/explain-end.ts";
export { type ProcessEnd, type RunProcess, signalGroup, startProcess, stopProcess } from "./supervision/run-process.ts";
export { assignRun, startWarmProcess } from "./supervision/warm-process.ts";
export { fillPlaceholders, isObject, printValue } from "./templating/placeholders.ts";
export { MissingReference, resolveReferences } from "./templating/references.ts";
