import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { listPages } from "./pages.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const pages = await listPages();

test.each([...pages.keys()])("%s says what the program does; if not: node tools/docs/generate.ts", (path) => {
  expect(read(path)).toBe(pages.get(path));
});

const documents = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".md"))
  .map((path) => join("docs", path));

/** Anchors as the usual renderers make them from headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

describe.each(["README.md", ...documents])("%s", (path) => {
  const text = read(path).replaceAll(/^```[\s\S]*?^```/gm, "");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^https?:/.test(link));

  test("links only to what exists", () => {
    const missing = links.filter((link) => {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : join(dirname(path), file);
      return (
        !existsSync(join(root, target)) || (anchor !== undefined && target.endsWith(".md") && !anchorsOf(read(target)).includes(anchor))
      );
    });
    expect(missing).toEqual([]);
  });
});

test("every guide stands in the index", () => {
  const index = read("docs/README.md");
  const guides = documents.filter((path) => path.startsWith("docs/guides/")).map((path) => path.replace("docs/", ""));
  expect(guides.filter((guide) => !index.includes(`(${guide})`))).toEqual([]);
});

test("every difference from the protocol's own server has its reason", () => {
  const rows = read("docs/differences.md")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2, -1).split(" | "));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((cells) => cells.length !== 4 || cells.at(-1)?.trim() === "").map(([what]) => what)).toEqual([]);
});
