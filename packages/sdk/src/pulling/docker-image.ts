/** Images for the runs of a deployment, built and pushed by the docker program (workers.md §16). */
import type { Json, JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { isObject } from "../templating/placeholders.ts";
import { runCommand } from "./run-command.ts";
import { findText, getText, type Step, type StepContext } from "./step.ts";

const docker = async ({ cwd, env, log, inputs }: StepContext, args: readonly string[]): Promise<string> => {
  const onLine = inputs.stream_progress_to === null ? () => {} : log;
  const ran = await runCommand(["docker", ...args], { cwd, env, onLine }).catch((cause: Error) => {
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

const imageOf = (inputs: JsonObject): Image => {
  const name = getText(inputs, "image_name");
  const tag = findText(inputs, "tag") ?? "";
  return { name, tag: tag === "" ? "latest" : tag, more: listTexts(inputs.additional_tags) };
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
  const image = imageOf(inputs);
  const dockerfile = findText(inputs, "dockerfile") ?? "Dockerfile";
  if (dockerfile === "auto") {
    throw new LoadError(
      '"dockerfile" is auto, which is not known here. Write a Dockerfile that copies the code into the image, and name it.',
    );
  }
  const buildArguments = isObject(inputs.buildargs) ? Object.entries(inputs.buildargs) : [];
  const platform = findText(inputs, "platform");
  await docker(context, [
    "build",
    ...["--file", dockerfile],
    ...namesOf(image).flatMap((name) => ["--tag", name]),
    ...buildArguments.flatMap(([key, value]) => ["--build-arg", `${key}=${String(value)}`]),
    ...(platform === undefined ? [] : ["--platform", platform]),
    ".",
  ]);
  const id = await docker({ ...context, log: () => {} }, ["image", "inspect", "--format", "{{.Id}}", `${image.name}:${image.tag}`]);
  return { ...printImage(image), image_id: id.trim() };
};

/** Pushes an image to its registry, as whoever docker is logged in as. */
export const pushDockerImage: Step = async (context) => {
  const image = imageOf(context.inputs);
  if (isObject(context.inputs.credentials)) {
    throw new LoadError('"credentials" are not taken from the step. Log in with "docker login" before you deploy.');
  }
  for (const name of namesOf(image)) await docker(context, ["push", name]);
  return printImage(image);
};
