import { expect, test } from "vitest";
import { workerCommands } from "./start-worker-banner.tsx";

test.each([
  ["local", "--pool local"],
  ["two words", '--pool "two words"'],
  ['a "$HOME"', '--pool "a \\"\\$HOME\\""'],
])("a worker of %s is started with %s", (name, option) => {
  const commands = workerCommands(name, "http://mill:4200/api");
  expect(commands.millrace).toBe(`export PREFECT_API_URL=http://mill:4200/api\nnpx millrace worker start ${option}`);
  expect(commands.prefect).toBe(`export PREFECT_API_URL=http://mill:4200/api\nprefect worker start ${option}`);
});
