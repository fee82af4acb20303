import { worldFiles } from "../layers.ts";
import { isTest, serverLayerOf } from "../paths.ts";
import type { Finding, Rule } from "../rule.ts";

const clock = "take the time from ctx.clock";
const random = "take randomness and ids from the context";
const timers = "wait with ctx.clock.after";

const members: Readonly<Record<string, string>> = {
  "Date.now": clock,
  "performance.now": clock,
  "Temporal.Now": clock,
  "Math.random": random,
  "crypto.randomUUID": random,
  "crypto.getRandomValues": random,
};
const calls: Readonly<Record<string, string>> = {
  setTimeout: timers,
  setInterval: timers,
  setImmediate: timers,
  randomUUID: random,
};
const modules: Readonly<Record<string, string>> = { "node:timers": timers, "node:timers/promises": timers };

/** A seeded simulation can drive the server only when nothing in it reads the clock, randomness or timers by itself. */
export const injectedWorldRule: Rule = {
  name: "injected-world",
  covers: (path) => serverLayerOf(path) !== undefined && !isTest(path) && !worldFiles.includes(path),
  check: ({ visit, lineAt, imports }) => {
    const found: Finding[] = [];
    const report = (what: string, offset: number, remedy: string): void => {
      found.push({ line: lineAt(offset), message: `${what}: ${remedy}, so that tests and simulations own it.` });
    };
    for (const { specifier, line } of imports) {
      const remedy = modules[specifier];
      if (remedy !== undefined) found.push({ line, message: `imports "${specifier}": ${remedy}, so that tests and simulations own it.` });
    }
    visit({
      MemberExpression(node) {
        if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return;
        const name = `${node.object.name}.${node.property.name}`;
        const remedy = members[name];
        if (remedy !== undefined) report(name, node.start, remedy);
      },
      CallExpression({ callee, start, arguments: given }) {
        if (callee.type !== "Identifier") return;
        const remedy = calls[callee.name];
        if (remedy !== undefined) report(`${callee.name}()`, start, remedy);
        if (callee.name === "Date" && given.length === 0) report("Date()", start, clock);
      },
      NewExpression({ callee, start, arguments: given }) {
        if (callee.type === "Identifier" && callee.name === "Date" && given.length === 0) report("new Date()", start, clock);
      },
    });
    return found;
  },
};
