import type { JsonObject } from "../schema.ts";
import { block, defined, type Job, object, optional, secret, text, texts } from "./job-template.ts";

/** The block of this name, as templates of more than one kind refer to it. */
export const DockerRegistryCredentials: JsonObject = block("docker-registry-credentials", {
  title: "DockerRegistryCredentials",
  description: "Who pulls images from a registry.",
  properties: {
    username: { ...text, title: "Username", description: "Name to log in with." },
    password: { ...secret, title: "Password", description: "Password to log in with." },
    registry_url: { ...text, title: "Registry Url", description: "Address of the registry, without http or https." },
    reauth: { type: "boolean", title: "Reauth", description: "Log in at each use.", default: true },
  },
  required: ["username", "password", "registry_url"],
  secrets: ["password"],
});

/** A container of a Docker host. */
export const docker: Job = {
  variables: {
    image: optional(text, { title: "Image", description: "The image to run; one that fits the worker when empty." }),
    registry_credentials: optional(defined("DockerRegistryCredentials"), {
      title: "Registry Credentials",
      description: "What images are pulled with.",
    }),
    image_pull_policy: optional(
      { type: "string", enum: ["IfNotPresent", "Always", "IfPossible", "Never"] },
      { title: "Image Pull Policy", description: "When to pull the image." },
    ),
    networks: { ...texts, title: "Networks", description: "Networks the container joins." },
    network_mode: optional(text, { title: "Network Mode", description: "The container's network mode, such as host or bridge." }),
    auto_remove: { type: "boolean", title: "Auto Remove", description: "Remove containers that have ended.", default: false },
    volumes: { ...texts, title: "Volumes", description: "Mounts, each as `host path:container path`." },
    stream_output: {
      type: "boolean",
      title: "Stream Output",
      description: "Show what the container prints in the worker's output.",
      default: true,
    },
    mem_limit: optional(text, { title: "Memory Limit", description: "Most memory, such as 512m." }),
    memswap_limit: optional(text, { title: "Memory Swap Limit", description: "Most memory and swap together; needs a memory limit." }),
    privileged: { type: "boolean", title: "Privileged", description: "Give the container the rights of its host.", default: false },
    container_create_kwargs: optional(object, { title: "Container Options", description: "Further options for the new container." }),
  },
  definitions: { DockerRegistryCredentials },
};
