import { fileURLToPath } from "node:url";

/** The file to start this program by in another process; as far from the sources as from the build. */
export const ownProgram = fileURLToPath(new URL("../bin/millrace.js", import.meta.url));
