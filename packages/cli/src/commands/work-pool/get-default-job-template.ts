import { command } from "../../command.ts";
import { writeJson } from "../../files.ts";
import { text } from "../../parameters.ts";
import { getWorkerType, listWorkerTypes } from "../../worker-types.ts";

export default command({
  does: "Print the template of jobs that pools of a type begin with.",
  options: {
    type: text("Type of work pool, such as process or docker.", { short: "t" }),
    file: text("File to write it to instead.", { short: "f" }),
  },
  async run({ connect, host, say }, { type, file }) {
    const { baseJobTemplate } = getWorkerType(await listWorkerTypes(await connect()), type);
    if (file === undefined) say.line(JSON.stringify(baseJobTemplate, undefined, 2));
    else writeJson(host, file, baseJobTemplate);
  },
});
