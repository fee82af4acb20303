import { CommandError, command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { flag, text } from "../../parameters.ts";
import { automationOptions, automationTakes, getAutomations } from "./find-automations.ts";

type Format = "json" | "yaml" | undefined;

const chooseFormat = ({ yaml, json, output }: { yaml: boolean; json: boolean; output: string | undefined }): Format => {
  const word = output?.toLowerCase();
  if (word !== undefined && word !== "json" && word !== "yaml")
    throw new CommandError(`The output format "${output}" does not exist. There are json and yaml.`);
  return word ?? (yaml ? "yaml" : json ? "json" : undefined);
};

export default command({
  does: "Show everything about an automation, or about all of a name.",
  takes: automationTakes,
  options: {
    ...automationOptions,
    yaml: flag("Print YAML, as automation create takes it."),
    json: flag("Print JSON."),
    output: { ...text("Print JSON or YAML, for programs.", { short: "o" }), placeholder: "json|yaml" },
  },
  async run({ connect, say }, { name, id, ...wanted }) {
    const format = chooseFormat(wanted);
    const automations = await getAutomations(await connect(), { name, id });
    // By its id it is one; a name may stand for several.
    const shown = id === undefined ? automations : automations[0];
    if (format === "json") say.line(JSON.stringify(shown, undefined, 2));
    else if (format === "yaml") say.line((await import("yaml")).stringify(shown).trimEnd());
    else {
      for (const [index, automation] of automations.entries()) {
        if (index > 0) say.line();
        sayObject(say, automation);
      }
    }
  },
});
