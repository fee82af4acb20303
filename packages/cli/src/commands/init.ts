import { existsSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { type CommandContext, CommandError, command } from "../command.ts";
import { findGitPlace } from "../deploying/git-place.ts";
import { emptyEntry, type Recipe, recipes } from "../deploying/recipes.ts";
import type { Host } from "../host.ts";
import { many, text } from "../parameters.ts";
import { protocolRelease } from "../version.ts";

const readFields = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
      throw new CommandError(`--field is ${pair}; it takes key=value.`);
    }),
  );

const chooseRecipe = async ({ ask }: CommandContext, given: string | undefined, fits: string): Promise<Recipe> => {
  const names = [...recipes.keys()];
  const asked = given ?? (ask.interactive ? await ask.choose("Where does the code of runs come from?", names) : fits);
  const recipe = recipes.get(asked);
  if (recipe !== undefined) return recipe;
  throw new CommandError(`There is no recipe "${asked}". There are: ${names.join(", ")}.`);
};

/** The recipe that suits a folder nobody said anything about. */
const suitable = (hasGit: boolean, hasDockerfile: boolean): string => {
  if (hasGit) return hasDockerfile ? "docker-git" : "git";
  return hasDockerfile ? "docker" : "local";
};

/** Asks for what a named recipe needs; no answer ends the command. */
const askFields = async ({ ask }: CommandContext, { asks }: Recipe, given: Readonly<Record<string, string>>): Promise<JsonObject> => {
  const answers: Record<string, Json> = { ...given };
  for (const [field, does] of Object.entries(asks)) {
    if (answers[field] !== undefined) continue;
    const answer = await ask.text(`${field}: ${does}`);
    if (answer === "") throw new CommandError(`The recipe needs ${field}. Give it with --field ${field}=VALUE.`);
    answers[field] = answer;
  }
  return answers;
};

const about: Readonly<Record<string, string>> = {
  name: "What a project deploys, and how. Keep it with the code.",
  build: "Steps that build what runs need, such as an image.",
  push: "Steps that bring it where workers find it.",
  pull: "Steps by which a worker fetches the code of a run.",
  deployments: "What is to run, when, with what and where. Deploy it with: millrace deploy --all",
};

const printFile = async (sections: JsonObject): Promise<string> => {
  const { stringify } = await import("yaml");
  const parts = Object.entries(sections).map(([key, value]) => {
    const comment = about[key] === undefined ? "" : `# ${about[key]}\n`;
    return `${comment}${stringify({ [key]: value }, { nullStr: "null", lineWidth: 0 })}`;
  });
  return parts.join("\n");
};

const ignored = `# What is not part of the project's code.
.prefectignore
.git/
.env
.venv/
venv/
__pycache__/
*.py[cod]
.ipynb_checkpoints/
node_modules/
dist/
.cache/
.DS_Store
`;

/** Writes a file unless there is one; tells whether it did. */
const writeNew = ({ cwd }: Host, name: string, content: string): boolean => {
  const path = join(cwd, name);
  if (existsSync(path)) return false;
  writeFileSync(path, content);
  return true;
};

export default command({
  does: "Begin a project: write prefect.yaml and .prefectignore.",
  details: `Files that are there stay as they are. The recipes: ${[...recipes.keys()].join(", ")}.`,
  options: {
    name: text("Name of the project; the folder's unless given."),
    recipe: text("What to begin with; what suits the folder unless given."),
    field: many(text("Something the recipe needs, as key=value.", { short: "f" })),
  },
  async run(context, { name, recipe: wanted, field }) {
    const { host, say } = context;
    const directory = resolve(host.cwd);
    const git = await findGitPlace(host);
    const hasDockerfile = existsSync(join(directory, "Dockerfile"));
    const recipe = await chooseRecipe(context, wanted, suitable(git !== undefined, hasDockerfile));
    const fields = readFields(field);
    const asked = wanted === undefined && !context.ask.interactive ? fields : await askFields(context, recipe, fields);
    const dockerfile = hasDockerfile ? { dockerfile: "Dockerfile" } : wanted?.includes("docker") ? { dockerfile: "auto" } : {};
    const values: JsonObject = { directory, name: basename(directory), ...git, ...dockerfile, ...asked };
    const { fillPlaceholders } = await import("@millrace/sdk/deploying");
    const { build, push, pull } = recipe;
    const fill = (steps: readonly JsonObject[] | null): Json =>
      steps === null ? null : (fillPlaceholders([...steps], values, { keepsMissing: true }) ?? null);
    const content = await printFile({
      name: name ?? basename(directory),
      "prefect-version": protocolRelease,
      build: fill(build === null ? null : [...build]),
      push: fill(push),
      pull: fill(pull),
      deployments: [emptyEntry(recipe)],
    });
    const created = [".prefectignore", "prefect.yaml"].filter((file) => writeNew(host, file, file === "prefect.yaml" ? content : ignored));
    if (created.length === 0) {
      say.done(`${directory} has both files already; nothing was written.`);
      return;
    }
    say.done(`Began a project in ${directory}: ${created.join(" and ")}.`, "Next: fill in the deployment, then run: millrace deploy");
  },
});
