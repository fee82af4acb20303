import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
});
afterAll(() => cli.stop());

const create = (artifact: object) => cli.server.ask<{ id: string }>("POST", "/artifacts/", artifact);

test("artifact ls shows the last of each key, or all with those that have none", async () => {
  expect(await cli.say("artifact ls")).toBe("No artifacts found.\n");
  await create({ key: "rep", type: "markdown", data: "# hi" });
  const last = await create({ key: "rep", type: "markdown", data: "# hi 2" });
  const lone = await create({ type: "table", data: "[]" });
  expect(await cli.say("artifact ls")).toMatch(new RegExp(`^ID +Key +Type +Updated\\n${last.id} +rep +markdown +a few seconds ago\\n$`));
  expect(await cli.json("artifact ls")).toMatchObject([{ key: "rep", latest_id: last.id, data: "# hi 2" }]);
  expect(await cli.say("artifact ls --all")).toContain(lone.id);
  expect(await cli.json("artifact ls -a")).toHaveLength(3);
});

test("artifact inspect shows the versions, newest first", async () => {
  await create({ key: "seen", data: "1" });
  await create({ key: "seen", data: "2" });
  expect(await cli.json("artifact inspect seen")).toMatchObject([{ data: "2" }, { data: "1" }]);
  expect(await cli.json("artifact inspect seen --limit 1")).toMatchObject([{ data: "2" }]);
  expect(await cli.say("artifact inspect seen")).toMatch(/^data: 2$[\s\S]*\n\n[\s\S]*^data: 1$/m);
  expect(await cli.refuse("artifact inspect nope")).toBe('Artifact "nope" was not found. List them with: millrace artifact ls');
});

test("artifact delete takes a key or an id", async () => {
  await create({ key: "doomed", data: "1" });
  await create({ key: "doomed", data: "2" });
  const { id } = await create({ data: "3" });
  expect((await cli.run("artifact delete doomed", { columns: 80, stdin: "n\n" })).stderr).toBe("Nothing was changed.\n");
  expect(await cli.say("artifact delete doomed")).toBe("Deleted 2 versions of the artifact doomed.\n");
  expect(await cli.say(`artifact delete --id ${id}`)).toBe(`Deleted artifact ${id}.\n`);
  expect(await cli.refuse(`artifact delete --id ${id}`)).toContain(`Artifact "${id}" was not found.`);
  expect(await cli.refuse("artifact delete doomed")).toContain("was not found");
  expect(await cli.refuse(`artifact delete doomed --id ${id}`)).toContain("not both");
  expect(await cli.refuse("artifact delete")).toContain("Name the artifact by its key or with --id");
});
