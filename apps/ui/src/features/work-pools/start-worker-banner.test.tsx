import { expect, test } from "vitest";
import { workerCommands } from "./start-worker-banner.tsx";

test.each([
  ["local", "--pool local"],
  ["two words", '--pool "two words"'],
  ['a "$HOME"', '--pool "a \\"\\$HOME\\""'],
])("a worker of %s is started with %s", (name, option) => {
  const commands = workerCommands({ name, type: "process" }, "http://mill:4200/api");
  expect(commands.millrace).toBe(`export PREFECT_API_URL=http://mill:4200/api\nnpx millrace worker start ${option}`);
  expect(commands.prefect).toBe(`export PREFECT_API_URL=http://mill:4200/api\nprefect worker start ${option}`);
});

test("a worker of a kind that only Python has is installed and started with Python", () => {
  expect(workerCommands({ name: "cluster", type: "kubernetes" }, "http://mill:4200/api")).toEqual({
    millrace: undefined,
    prefect: "pip install prefect prefect-kubernetes\nexport PREFECT_API_URL=http://mill:4200/api\nprefect worker start --pool cluster",
  });
});
