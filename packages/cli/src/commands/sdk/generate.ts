import type { Client } from "@millrace/client";
import { CommandError, command } from "../../command.ts";
import { writeText } from "../../files.ts";
import { type NamedDeployment, printModule } from "../../generating/print-module.ts";
import { listAll } from "../../pages.ts";
import { many, text } from "../../parameters.ts";

/** Every deployment of some flows, or of all, by its full name. */
const listNamed = async (client: Client, flowNames: readonly string[]): Promise<readonly NamedDeployment[]> => {
  const flows = flowNames.length > 0 ? { flows: { name: { any_: [...flowNames] } } } : {};
  const known = await listAll((offset) => client.flows.list({ body: { ...flows, offset } }));
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const all = await listAll((offset) => client.deployments.list({ body: { ...flows, offset, sort: "NAME_ASC" } }));
  const named = all.map((deployment) => ({ name: `${names.get(deployment.flow_id) ?? "?"}/${deployment.name}`, deployment }));
  return named.toSorted((one, other) => (one.name < other.name ? -1 : 1));
};

export default command({
  does: "Write a TypeScript module with a typed function for each deployment of the server.",
  details: "Its functions run deployments in whichever language their flows are.",
  options: {
    output: text("The file to write, such as deployments.ts.", { short: "o" }),
    flow: many(text("Only deployments of this flow.", { short: "f" })),
    deployment: many(text("Only this deployment, as flow/deployment or by its own name.", { short: "d" })),
  },
  async run({ connect, host, say }, { output, flow, deployment }) {
    if (output === undefined) throw new CommandError("Name the file to write with --output, such as --output deployments.ts.");
    const all = await say.during("Reading the deployments", listNamed(await connect(), flow));
    const wanted = (one: NamedDeployment): boolean => deployment.includes(one.name) || deployment.includes(one.deployment.name);
    const chosen = deployment.length === 0 ? all : all.filter(wanted);
    if (chosen.length === 0) throw new CommandError("There is no such deployment, so that nothing was written.");
    writeText(host, output, printModule(chosen));
    say.done(`Wrote ${output} with ${chosen.length} ${chosen.length === 1 ? "deployment" : "deployments"}.`);
  },
});
