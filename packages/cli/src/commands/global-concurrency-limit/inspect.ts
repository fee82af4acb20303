import { CommandError, command } from "../../command.ts";
import { writeJson } from "../../files.ts";
import { sayObject } from "../../output/object.ts";
import { text } from "../../parameters.ts";
import { getLimit, limitName } from "./find-limit.ts";

const outputFormat = text("Print JSON, for programs.", { short: "o" });

export default command({
  does: "Show everything about a global concurrency limit.",
  takes: { name: limitName },
  options: { output: { ...outputFormat, placeholder: "json" }, file: text("File to write it to, with --output json.", { short: "f" }) },
  async run({ connect, host, say }, { name, output, file }) {
    if (output !== undefined && output.toLowerCase() !== "json")
      throw new CommandError(`The output format "${output}" does not exist. Only json does.`);
    if (file !== undefined && output === undefined) throw new CommandError("--file needs --output json.");
    const limit = await getLimit(await connect(), name);
    if (output === undefined) sayObject(say, limit);
    else if (file === undefined) say.line(JSON.stringify(limit, undefined, 2));
    else {
      writeJson(host, file, limit);
      say.done(`Wrote global concurrency limit ${name} to ${file}.`);
    }
  },
});
