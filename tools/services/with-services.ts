/** `node with-services.ts <command> [arguments]`: the command's exit code is ours. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startServices } from "./start-services.ts";

const exitCode = (code: number | null, signal: NodeJS.Signals | null): number => code ?? (signal === "SIGINT" ? 130 : 143);

const run = async (command: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> => {
  const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...environment } });
  // A terminal sends its signals to the command as well; ours only must not end us before the services are stopped.
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on("SIGTERM", forward);
  process.on("SIGINT", forward);
  try {
    const [code, signal] = await once(child, "close");
    return exitCode(code, signal);
  } catch (error) {
    console.error(`Cannot run "${command}": ${error instanceof Error ? error.message : error}`);
    return 127;
  }
};

const [, , command, ...args] = process.argv;
if (command === undefined) {
  console.error("Usage: tools/with-services <command> [arguments], for example: tools/with-services vitest run packages/server");
  process.exitCode = 2;
} else {
  const services = await startServices(process.env);
  for (const [variable, url] of Object.entries(services.environment)) console.error(`${variable}=${url}`);
  for (const reason of services.absent) console.error(`Not here, so the tests on it are skipped: ${reason}`);
  try {
    process.exitCode = await run(command, args, services.environment);
  } finally {
    await services.stop();
  }
}
