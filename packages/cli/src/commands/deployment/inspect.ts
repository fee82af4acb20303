import { command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { text } from "../../parameters.ts";
import { getDeploymentByName } from "./find-deployment.ts";

export default command({
  does: "Show everything about a deployment.",
  takes: { name: text("Name of the deployment, as flow/deployment.") },
  json: true,
  async run({ connect, say }, { name }) {
    const deployment = await getDeploymentByName(await connect(), name);
    sayObject(say, deployment);
    return deployment;
  },
});
