import type { Client } from "@millrace/client";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { listAll } from "../../pages.ts";
import { flag, id, optional } from "../../parameters.ts";
import { deploymentArgument, getDeployment } from "./find-deployment.ts";

const deleteAll = async ({ ask, say }: CommandContext, client: Client): Promise<void> => {
  const deployments = await listAll((offset) => client.deployments.list({ body: { offset } }));
  if (deployments.length === 0) {
    say.line("There are no deployments.");
    return;
  }
  await ask.confirm(`Delete all ${deployments.length} deployments?`);
  for (const deployment of deployments) await client.deployments.delete({ id: deployment.id });
  say.done(`Deleted ${deployments.length} ${deployments.length === 1 ? "deployment" : "deployments"}.`);
};

export default command({
  does: "Delete a deployment with the runs it has scheduled.",
  takes: { name: optional(deploymentArgument) },
  options: { id: id("Id of the deployment, instead of its name."), all: flag("Delete every deployment.") },
  async run(context, { name, id: deploymentId, all }) {
    const { ask, connect, say } = context;
    if (all && (name !== undefined || deploymentId !== undefined))
      throw new CommandError("--all stands for every deployment; name none beside it.");
    const client = await connect();
    if (all) return deleteAll(context, client);
    const deployment = await getDeployment(client, name, deploymentId);
    await ask.confirm(`Delete the deployment "${name ?? deployment.name}"?`);
    await client.deployments.delete({ id: deployment.id });
    say.done(`Deleted deployment ${name ?? `${deployment.name} (${deployment.id})`}.`);
  },
});
