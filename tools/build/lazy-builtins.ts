import type { Plugin } from "rolldown";

/** Parts of Node that the web framework asks for at its start and that a server behind plain HTTP/1 never uses, with what is called of them. */
const lazy: Readonly<Record<string, readonly string[]>> = {
  "node:http2": ["createServer", "createSecureServer"],
  "node:https": ["createServer"],
};

const prefix = "\0lazy:";

/** Has the framework load these parts of Node when it first calls them: together they take a tenth of a server's start. */
export const lazyBuiltins = (): Plugin => ({
  name: "lazy-builtins",
  resolveId: (id, importer) => (id in lazy && importer?.includes("/node_modules/fastify/") ? `${prefix}${id}` : undefined),
  load(id) {
    if (!id.startsWith(prefix)) return undefined;
    const name = id.slice(prefix.length);
    const calls = (lazy[name] ?? []).map((call) => `${call}: (...given) => process.getBuiltinModule("${name}").${call}(...given)`);
    return `module.exports = { ${calls.join(", ")} };`;
  },
});
