/** Images for the runs of a deployment, built and pushed by the docker program (workers.md §16). */
import type { Json, JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { isObject } from "../templating/placeholders.ts";
import { writeDockerfile } from "./auto-dockerfile.ts";
import { withLogin } from "./docker-login.ts";
import { runCommand } from "./run-command.ts";
import { findText, getText, type Step, type StepContext } from "./step.ts";

const docker = async ({ cwd, env, log, inputs }: StepContext, args: readonly string[], input?: string): Promise<string> => {
  const onLine = inputs.stream_progress_to === null ? () => {} : log;
  const ran = await runCommand(["docker", ...args], { cwd, env, onLine, input }).catch((cause: Error) => {
    throw new LoadError(`docker could not be started: ${cause.message}. Install it where deployments are made.`, { cause });
  });
  if (ran.code === 0) return ran.stdout;
  throw new LoadError(`"docker ${args[0]}" ended with exit code ${ran.code}: ${ran.stderr || ran.stdout}`);
};

const listTexts = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

interface Image {
  readonly name: string;
  readonly tag: string;
  readonly more: readonly string[];
}

/** Each build without a tag gets one of its own, so that no worker takes an older image for it. */
const momentTag = (): string =>
  new Date()
    .toISOString()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");

const imageOf = (inputs: JsonObject, otherwise: string): Image => {
  const name = getText(inputs, "image_name");
  const tag = findText(inputs, "tag") ?? "";
  return { name, tag: tag === "" ? otherwise : tag, more: listTexts(inputs.additional_tags) };
};

const printImage = ({ name, tag, more }: Image): JsonObject => ({
  image_name: name,
  tag,
  image: `${name}:${tag}`,
  additional_tags: [...more],
});

const namesOf = ({ name, tag, more }: Image): readonly string[] => [tag, ...more].map((each) => `${name}:${each}`);

/** Builds an image of the directory; its outputs name it. */
export const buildDockerImage: Step = async (context) => {
  const { inputs } = context;
  const image = imageOf(inputs, momentTag());
  const dockerfile = findText(inputs, "dockerfile") ?? "Dockerfile";
  const written = dockerfile === "auto" ? writeDockerfile(context.cwd) : undefined;
  const buildArguments = isObject(inputs.buildargs) ? Object.entries(inputs.buildargs) : [];
  const platform = findText(inputs, "platform");
  const args = [
    "build",
    ...["--file", written === undefined ? dockerfile : "-"],
    ...namesOf(image).flatMap((name) => ["--tag", name]),
    ...buildArguments.flatMap(([key, value]) => ["--build-arg", `${key}=${String(value)}`]),
    ...(platform === undefined ? [] : ["--platform", platform]),
    ".",
  ];
  await docker(context, args, written);
  const id = await docker({ ...context, log: () => {} }, ["image", "inspect", "--format", "{{.Id}}", `${image.name}:${image.tag}`]);
  return { ...printImage(image), image_id: id.trim() };
};

/** Pushes an image to its registry, as whoever the credentials say or docker is logged in as. */
export const pushDockerImage: Step = async (context) => {
  const image = imageOf(context.inputs, "latest");
  await withLogin(context, context.inputs.credentials, async (logged) => {
    for (const name of namesOf(image)) await docker(logged, ["push", name]);
  });
  return printImage(image);
};
