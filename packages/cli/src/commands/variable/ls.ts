import { command } from "../../command.ts";
import { sayWhen } from "../../output/times.ts";
import { integerOr } from "../../parameters.ts";

export default command({
  does: "List variables by name.",
  options: { limit: integerOr("Variables to list at most.", 100) },
  json: true,
  async run({ connect, host, say }, { limit }) {
    const client = await connect();
    const variables = await client.variables.list({ body: { limit } });
    if (variables.length === 0) say.line("No variables found.");
    else {
      say.table({
        columns: [
          { header: "Name", colour: "blue" },
          { header: "Value" },
          { header: "Created", colour: "dim", whole: true },
          { header: "Updated", colour: "dim", whole: true },
        ],
        rows: variables.map(({ name, value, created, updated }) => [
          name,
          JSON.stringify(value),
          sayWhen(created, host.now()),
          sayWhen(updated, host.now()),
        ]),
      });
    }
    return variables;
  },
});
