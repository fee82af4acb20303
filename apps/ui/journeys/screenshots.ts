/** Pictures of every place in both themes and at a phone's width: node apps/ui/journeys/screenshots.ts <url> <folder> [path …]. */
import { takePictures } from "./harness/take-pictures.ts";

const usual = [
  "/dashboard",
  "/runs",
  "/timeline",
  "/events",
  "/flows",
  "/deployments",
  "/automations",
  "/work-pools",
  "/workers",
  "/concurrency-limits",
  "/artifacts",
  "/blocks",
  "/variables",
  "/settings/appearance",
];

const [url = "http://127.0.0.1:4200", folder = ".cache/screenshots", ...given] = process.argv.slice(2);
const sights = (given.length === 0 ? usual : given).map((path) => ({ path, name: path.replace(/^\//, "").replaceAll(/[^\w-]+/g, "-") }));
for (const file of await takePictures(url, folder, sights)) console.log(file);
