import { describe, expect, test } from "vitest";
import { checkFile } from "./check-file.ts";
import { sourceRules, textRules } from "./rules.ts";

interface Case {
  readonly rule: string;
  readonly path: string;
  /** Code that breaks the rule, each text by itself. */
  readonly breaks: readonly string[];
  /** Code of the same file that keeps it. */
  readonly passes: readonly string[];
}

const flows = "packages/server/src/features/flows";

const cases: readonly Case[] = [
  {
    rule: "package-arrows",
    path: "packages/server/src/start-server.ts",
    breaks: [
      'import { createClient } from "@millrace/client";',
      'import type { Flow } from "@millrace/sdk";',
      'const sdk = await import("@millrace/sdk");',
      'export type Client = import("@millrace/client").Client;',
      'export { flow } from "@millrace/sdk";',
      'import { version } from "millrace";',
      'import { fromMicros } from "../../contract/src/instants.ts";',
    ],
    passes: [
      'import { fromMicros } from "@millrace/contract";',
      'import { readSettings } from "@millrace/settings";',
      'import "./errors.ts";',
    ],
  },
  {
    rule: "package-arrows",
    path: "packages/cli/src/commands/flow/ls.ts",
    breaks: ['import { startServer } from "@millrace/server";'],
    passes: ['import { createClient } from "@millrace/client";'],
  },
  {
    rule: "package-arrows",
    path: "packages/cli/src/commands/server/start-here.ts",
    breaks: ['import { startTestServer } from "@millrace/testing";'],
    passes: ['const { startServer } = await import("@millrace/server");'],
  },
  {
    rule: "server-layers",
    path: "packages/server/src/orchestration/rules/guards.ts",
    breaks: [
      'import type { Tx } from "../../db/connection.ts";',
      'import type { Context } from "../../context.ts";',
      'import { readFileSync } from "node:fs";',
      'import { sql } from "kysely";',
    ],
    passes: ['import { defineRule } from "../rule.ts";', 'import type { State } from "@millrace/contract";'],
  },
  {
    rule: "server-layers",
    path: `${flows}/operations.ts`,
    breaks: ['import { reply } from "../../http/error-reply.ts";', 'import { lateRuns } from "../../services/late-runs.ts";'],
    passes: ['import { appendEvents } from "../../messaging/append-events.ts";', 'import type { Context } from "../../context.ts";'],
  },
  {
    rule: "server-layers",
    path: "packages/server/src/context.ts",
    breaks: ['import { createApp } from "./http/app.ts";'],
    passes: ['import type { Database } from "./db/transaction.ts";'],
  },
  {
    rule: "server-layers",
    path: "packages/server/src/start-server.ts",
    breaks: [],
    passes: ['import { createApp } from "./http/app.ts";'],
  },
  {
    rule: "server-layers",
    path: "packages/server/src/messaging/bus.ts",
    breaks: ['import { listFlows } from "../features/flows/queries.ts";'],
    passes: ['import type { Tx } from "../db/connection.ts";'],
  },
  {
    rule: "feature-ranks",
    path: `${flows}/operations.ts`,
    breaks: ['import { listDeployments } from "../deployments/queries.ts";', 'import { logs } from "../logs/routes.ts";'],
    passes: ['import { listLogs } from "../logs/queries.ts";', 'import { listFlows } from "./queries.ts";'],
  },
  {
    rule: "feature-ranks",
    path: "packages/server/src/features/unheard-of/queries.ts",
    breaks: ["export const nothing = 0;"],
    passes: [],
  },
  {
    rule: "lone-services",
    path: "packages/server/src/services/late-runs.ts",
    breaks: ['import { scheduler } from "./scheduler.ts";'],
    passes: ['import type { Service } from "./service.ts";', 'import { listFlows } from "../features/flows/queries.ts";'],
  },
  {
    rule: "lone-page-features",
    path: "apps/ui/src/features/flows/flows-page.tsx",
    breaks: ['import { RunForm } from "../deployments/run-form.tsx";', 'import { router } from "../../app/router.ts";'],
    passes: [
      'import { Panel } from "../../components/panel.tsx";',
      'import { rootRoute } from "../../app/root-route.tsx";',
      'import { flowColumns } from "./flow-columns.tsx";',
    ],
  },
  {
    rule: "library-places",
    path: `${flows}/routes.ts`,
    breaks: [
      'import { sql } from "kysely";',
      'import type { FastifyRequest } from "fastify";',
      'import type { Socket } from "@fastify/websocket/types";',
    ],
    passes: ['import { flowRoutes } from "@millrace/contract";'],
  },
  {
    rule: "library-places",
    path: "packages/server/src/services/late-runs.ts",
    breaks: ['import { jsonArrayFrom } from "kysely/helpers/postgres";', 'import { DatabaseSync } from "node:sqlite";'],
    passes: ['import { join } from "node:path";'],
  },
  { rule: "library-places", path: `${flows}/queries.ts`, breaks: ['import pg from "pg";'], passes: ['import { sql } from "kysely";'] },
  {
    rule: "test-imports",
    path: "packages/sdk/src/flow.ts",
    breaks: [
      'import { startTestServer } from "@millrace/testing";',
      'import { expect } from "vitest";',
      'import { aFlow } from "./flow.test.ts";',
      'import { vectors } from "./fixtures/vectors.ts";',
    ],
    passes: ['import { createClient } from "@millrace/client";'],
  },
  {
    rule: "test-imports",
    path: "packages/sdk/src/flow.test.ts",
    breaks: [],
    passes: ['import { startTestServer } from "@millrace/testing";', 'import { expect } from "vitest";'],
  },
  {
    rule: "reading-queries",
    path: `${flows}/queries.ts`,
    breaks: ['db.insertInto("flow").values({});', 'db.updateTable("flow");', 'db.deleteFrom("flow");'],
    passes: ['db.selectFrom("flow").selectAll();'],
  },
  { rule: "reading-queries", path: `${flows}/routes.ts`, breaks: ['ctx.db.deleteFrom("flow");'], passes: ["deleteFlow(ctx, params.id);"] },
  { rule: "reading-queries", path: `${flows}/operations.ts`, breaks: [], passes: ['tx.insertInto("flow").values({});'] },
  {
    rule: "one-query-text",
    path: `${flows}/queries.ts`,
    breaks: ['if (db.dialect.name === "sqlite") run();', 'switch (name) { case "postgres": run(); }'],
    passes: ['if (state.name === "Late") run();'],
  },
  { rule: "one-query-text", path: "packages/server/src/db/open-database.ts", breaks: [], passes: ['if (kind === "sqlite") run();'] },
  {
    rule: "injected-world",
    path: `${flows}/operations.ts`,
    breaks: [
      "const now = Date.now();",
      "const now = new Date();",
      "const now = Date();",
      "const elapsed = performance.now();",
      "const zoned = Temporal.Now.instant();",
      "const dice = Math.random();",
      "const id = crypto.randomUUID();",
      "setTimeout(run, 10);",
      "setInterval(run, 10);",
      'import { setTimeout as wait } from "node:timers/promises";',
    ],
    passes: [
      "const now = ctx.clock.now();",
      "const date = new Date(millis);",
      "ctx.clock.after(10, run);",
      "const at = Date.UTC(2026, 0);",
    ],
  },
  { rule: "injected-world", path: "packages/server/src/clock.ts", breaks: [], passes: ["export const now = () => Date.now();"] },
  { rule: "injected-world", path: `${flows}/operations.test.ts`, breaks: [], passes: ["const now = Date.now();"] },
  {
    rule: "plain-names",
    path: "packages/sdk/src/flow.ts",
    breaks: [
      "class RunManager {}",
      "export const stringUtils = {};",
      "interface FlowBase {}",
      "type StoreImpl = {};",
      "function parseHelper() {}",
      "export const Common = 1;",
    ],
    passes: ["const database = 1;", "interface Utility {}", "const open = (helper: string) => helper;"],
  },
  { rule: "plain-names", path: "packages/sdk/src/flow-utils.ts", breaks: ["export const a = 1;"], passes: [] },
  {
    rule: "complete-lockfile",
    path: "package-lock.json",
    breaks: [
      '{"packages":{"node_modules/tool":{"optionalDependencies":{"tool-darwin":"1.0.0"}}}}',
      '{"packages":{"packages/a/node_modules/tool":{"optionalDependencies":{"tool-darwin":"1.0.0"}},"packages/b/node_modules/tool-darwin":{}}}',
    ],
    passes: [
      '{"packages":{"node_modules/tool":{"optionalDependencies":{"tool-darwin":"1.0.0"}},"node_modules/tool-darwin":{}}}',
      '{"packages":{"node_modules/tool":{"optionalDependencies":{"x":"1.0.0"}},"node_modules/tool/node_modules/x":{}}}',
      '{"packages":{"node_modules/a/node_modules/tool":{"optionalDependencies":{"x":"1.0.0"}},"node_modules/x":{}}}',
    ],
  },
  {
    rule: "repository-words",
    path: "docs/README.md",
    breaks: [
      `See /${"work"}/main for the tree.`,
      `Fetched from ${"registry"}.npmjs.org.`,
      `Written by an A${"I"} assistant.`,
      `(../${"shared"}/facts)`,
    ],
    passes: [
      "A worker polls a work pool; the older word for it is agent.",
      "PUT /work_pools/x",
      "Facts: server.md §3.1.",
      "const root = folder();",
    ],
  },
];

const findings = (path: string, text: string, rule: string): string[] =>
  checkFile({ path, text })
    .filter((report) => report.rule === rule)
    .map(({ message }) => message);

describe.each(cases)("$rule in $path", ({ rule, path, breaks, passes }) => {
  if (breaks.length > 0) test.each(breaks)("refuses %s", (text) => expect(findings(path, text, rule)).toHaveLength(1));
  if (passes.length > 0) test.each(passes)("accepts %s", (text) => expect(findings(path, text, rule)).toEqual([]));
});

test("every in-house rule has code here that breaks it and code that keeps it", () => {
  const proven = (kind: "breaks" | "passes"): Set<string> => new Set(cases.filter((one) => one[kind].length > 0).map(({ rule }) => rule));
  const names = [...textRules, ...sourceRules].map(({ name }) => name);
  expect(names.filter((name) => !proven("breaks").has(name) || !proven("passes").has(name))).toEqual([]);
});

test("a finding names the line it is on", () => {
  expect(checkFile({ path: `${flows}/operations.ts`, text: "\n\nconst dice = Math.random();\n" })).toMatchObject([
    { line: 3, rule: "injected-world" },
  ]);
});
