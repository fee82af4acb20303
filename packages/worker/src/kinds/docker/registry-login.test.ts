import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "@millrace/contract";
import { expect, test } from "vitest";
import { findLogin } from "./registry-login.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Finds logins by a file as `docker login` leaves it, beside a program that keeps passwords for one registry. */
const withConfig = async (config: JsonObject, look: (find: (image: string) => Promise<unknown>) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-login-"));
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  const helper = join(folder, "docker-credential-vault");
  const answer = `{"Username":"%s","Secret":"of '$host'"}\\n`;
  await writeFile(
    helper,
    `#!/bin/sh\nread host\ncase "$host" in vault.acme.example) printf '${answer}' ada ;; tokens.example) printf '${answer}' '<token>' ;; *) exit 1 ;; esac\n`,
  );
  await chmod(helper, 0o755);
  try {
    await look((image) => findLogin(image, { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}` }));
  } finally {
    await rm(folder, { recursive: true });
  }
};

const auths = {
  "https://index.docker.io/v1/": { auth: base64("hubert:h:b") },
  "registry.acme.example:5000": { auth: base64("ada:secret") },
  "https://old.example/v2/": { identitytoken: "a token" },
  "vault.acme.example": {},
};

test("logins are found by the registry that an image is in", async () => {
  await withConfig({ auths }, async (find) => {
    const hub = { serveraddress: "https://index.docker.io/v1/", username: "hubert", password: "h:b" };
    expect(await Promise.all(["flows", "acme/flows:1", "index.docker.io/acme/flows"].map(find))).toEqual([hub, hub, hub]);
    expect(await find("registry.acme.example:5000/flows@sha256:00")).toEqual({
      serveraddress: "registry.acme.example:5000",
      username: "ada",
      password: "secret",
    });
    expect(await find("old.example/team/flows")).toEqual({ serveraddress: "https://old.example/v2/", identitytoken: "a token" });
    expect(await Promise.all(["elsewhere.example/flows", "vault.acme.example/flows"].map(find))).toEqual([undefined, undefined]);
  });
});

test("programs that keep passwords are asked first, and for what they do not have the file", async () => {
  await withConfig({ auths, credHelpers: { "tokens.example": "vault", "gone.example": "none" }, credsStore: "vault" }, async (find) => {
    expect(await find("vault.acme.example/flows")).toEqual({
      serveraddress: "vault.acme.example",
      username: "ada",
      password: "of vault.acme.example",
    });
    expect(await find("tokens.example/flows")).toEqual({ serveraddress: "tokens.example", identitytoken: "of tokens.example" });
    expect(await find("registry.acme.example:5000/flows")).toMatchObject({ username: "ada", password: "secret" });
    expect(await find("gone.example/flows")).toBeUndefined();
  });
});

test("without a file nobody has logged in", async () => {
  expect(await findLogin("acme/flows", { DOCKER_CONFIG: "/no/such/folder" })).toBeUndefined();
});
