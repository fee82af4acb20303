import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { attempt, type Figure, type Row, runAlone } from "../measure/row.ts";
import { prefectProgram, root, startMillrace, startPrefect, withFolder } from "../measure/servers.ts";
import { fillSqlite } from "../seed/fill.ts";

const flowRuns = 100_000;

/** What apps/ui/journeys/measure-pages.ts says of one page. */
interface Page {
  readonly scriptBytes: number;
  readonly firstPaint: number;
  readonly complete: number;
  readonly apiRequests: number;
}

const paths = ["/dashboard", "/runs"] as const;
type Pages = Readonly<Record<(typeof paths)[number], Page>>;

const look = async (url: string): Promise<Pages> => {
  const program = join(root, "apps/ui/journeys/measure-pages.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, new URL(url).origin, ...paths], { timeout: 300_000 });
  return JSON.parse(stdout) as Pages;
};

const measureOurs = (): Promise<Pages> =>
  withFolder(async (folder) => {
    await (await startMillrace({ folder })).stop();
    await fillSqlite(join(folder, "prefect.db"), flowRuns);
    const server = await startMillrace({ folder });
    return look(server.url).finally(() => server.stop());
  });

/** On an empty database: filling one of theirs takes longer than all other measurements together. */
const measureTheirs = (program: string): Promise<Pages> =>
  withFolder(async (folder) => {
    const server = await startPrefect(program, { folder, pages: true });
    return look(server.url).finally(() => server.stop());
  });

const kilobytes = ({ scriptBytes }: Page): string => `${Math.round(scriptBytes / 1024)} KB`;
const seconds = (millis: number): string => `${(millis / 1000).toFixed(2)} s`;
const completed = ({ complete, apiRequests }: Page): string => `${seconds(complete)}, ${apiRequests} requests`;

export const pages: Row = {
  name: "pages",
  how: `The web pages in Chromium without a cache, the median of 5 visits: ours with ${flowRuns.toLocaleString("en")} flow runs on SQLite, Prefect's without any. Scripts as they come over the wire; complete is when the last answer is on the page.`,
  run: async () => {
    const program = prefectProgram();
    let theirs: Pages | undefined;
    const problem = await attempt(async () => {
      theirs = program === undefined ? undefined : await measureTheirs(program);
      return undefined;
    });
    const ours = await measureOurs();
    const row = (what: string, goal: string, print: (from: Pages) => string): Figure => ({
      what,
      prefect: theirs === undefined ? problem : print(theirs),
      ours: print(ours),
      goal,
    });
    return [
      row("scripts before the first paint of the overview", "200 KB", (from) => kilobytes(from["/dashboard"])),
      row("first contentful paint of the overview", "0.8 s", (from) => seconds(from["/dashboard"].firstPaint)),
      row("overview complete", "1.5 s", (from) => completed(from["/dashboard"])),
      row("list of runs complete", "1.5 s", (from) => completed(from["/runs"])),
    ];
  },
};

if (import.meta.main) await runAlone(pages);
