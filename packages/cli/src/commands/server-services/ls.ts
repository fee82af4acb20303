import { prefectPrefix, readSettings } from "@millrace/settings";
import { command } from "../../command.ts";
import { allSettings } from "../../server-settings.ts";

const serviceSetting = /^SERVER_SERVICES_(\w+)_ENABLED$/;
const nameOf = (words: string): string =>
  words.replaceAll(/_?([A-Z0-9])([A-Z0-9]*)/g, (_, first: string, rest: string) => first + rest.toLowerCase());

export default command({
  does: "List the background services of the server and which are switched on.",
  json: true,
  async run({ say, sources }) {
    const { values } = readSettings(allSettings, { sources: sources() });
    const services = Object.entries(allSettings.server).flatMap(([key, { doc, env }]) => {
      const [, words] = serviceSetting.exec(env) ?? [];
      if (words === undefined) return [];
      const value = values.server[key as keyof typeof values.server];
      // One of them lists what it is to do.
      const enabled = value === true || (Array.isArray(value) && value.length > 0);
      return [{ name: nameOf(words), enabled, environment_variable: prefectPrefix + env, description: doc }];
    });
    say.table({
      columns: [{ header: "Name", colour: "green" }, { header: "Enabled", whole: true }, { header: "Description" }],
      rows: services.map((service) => [service.name, service.enabled ? "yes" : "no", service.description]),
    });
    say.line(say.style.dim(`Switch one with ${prefectPrefix}SERVER_SERVICES_…_ENABLED; --output json shows each name.`));
    return services;
  },
});
