import { type Client, createClient } from "@millrace/client";
import { type RunningServer, type ServerSettings, startServer } from "@millrace/server";
import { testSettings } from "@millrace/testing";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { launchBrowser } from "./browser.ts";

export interface OpenOptions {
  readonly scheme?: "light" | "dark";
  /** Pixels; 1280 unless given, 360 for a phone. */
  readonly width?: number;
  readonly height?: number;
  /** For pages that are tapped. */
  readonly hasTouch?: boolean;
  /** Whether something before the server sends calls to other sites, which the content policy refuses. */
  readonly isSentElsewhere?: boolean;
}

/** A server of its own on the machine's clock, and a browser to look at it. */
export interface Journey {
  readonly server: RunningServer;
  /** Where the pages are, without a slash at the end. */
  readonly origin: string;
  /** For seeding, and to see what an action did. */
  readonly client: Client;
  /**
   * Opens a path such as `/runs` in a fresh browser profile. A script's error, or something that the content policy
   * forbids, fails the test that closes the journey.
   */
  readonly open: (path: string, options?: OpenOptions) => Promise<Page>;
  readonly stop: () => Promise<void>;
}

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (fields: object, message: string) => process.emitWarning(`${message} ${JSON.stringify(fields)}`),
};

const contextOptions = ({ scheme = "light", width = 1280, height = 800, hasTouch = false }: OpenOptions): BrowserContextOptions => ({
  viewport: { width, height },
  hasTouch,
  colorScheme: scheme,
  reducedMotion: "reduce",
  timezoneId: "Europe/Berlin",
  locale: "en-GB",
});

const violation = "Against the content policy:";

/**
 * Runs in the page. Text that replaces coloured text in a code editor gets a style of its own from the browser, which the policy
 * refuses and the editor would take away: that alone is as it should be.
 */
const tellViolations = (prefix: string): void =>
  document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
    const isEditing = Boolean(document.activeElement?.closest(".cm-content"));
    if (effectiveDirective === "style-src-attr" && isEditing) return;
    // biome-ignore lint/suspicious/noConsole: this is how the journey hears of it.
    console.error(prefix, effectiveDirective, blockedURI);
  });

/** Give `origin` to look at pages from elsewhere, such as through a proxy. */
export const startJourney = async (settings: Partial<ServerSettings> = {}): Promise<Journey> => {
  const server = await startServer(testSettings({ servicesEnabled: true, uiFolder: inject("uiFolder"), ...settings }), { log: quiet });
  const origin = new URL(server.url).origin;
  const client = createClient({ url: server.url, ...(settings.authString === undefined ? {} : { auth: settings.authString }) });
  const browser: Browser = await launchBrowser();
  const contexts: BrowserContext[] = [];
  const failures: Error[] = [];
  return {
    server,
    origin,
    client,
    async open(path, options = {}) {
      const context = await browser.newContext(contextOptions(options));
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => failures.push(error));
      page.on("console", (message) => {
        if (!options.isSentElsewhere && message.text().startsWith(violation)) failures.push(new Error(`${page.url()}: ${message.text()}`));
      });
      await page.addInitScript(tellViolations, violation);
      await page.goto(path.startsWith("http") ? path : origin + path);
      return page;
    },
    async stop() {
      await browser.close();
      await client.close();
      await server.stop();
      if (failures.length > 0) throw new AggregateError(failures, `The pages' scripts have failed: ${failures.map(String).join("; ")}`);
    },
  };
};
