import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ReceivedEvent } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { flag, text, textOr } from "../../parameters.ts";

const formats: Readonly<Record<string, (event: ReceivedEvent) => string>> = {
  json: (event) => JSON.stringify(event),
  text: ({ occurred, event, resource }) => `${occurred} ${event} ${resource["prefect.resource.id"]}`,
};

export default command({
  does: "Print events as they happen, one a line, until Ctrl-C.",
  options: {
    format: textOr("How to print them: json or text.", "json"),
    outputFile: text("File to append them to instead."),
    account: flag("Of Prefect Cloud; there are no accounts here."),
    runOnce: flag("End after the first event."),
  },
  async run({ connect, host, say }, { format, outputFile, account, runOnce }) {
    const print = formats[format];
    if (print === undefined) throw new CommandError(`The format "${format}" does not exist. There are json and text.`);
    if (account) throw new CommandError("--account is of Prefect Cloud; this server has no accounts.");
    const client = await connect();
    const write = (line: string): void => {
      if (outputFile === undefined) say.line(line);
      else appendFileSync(resolve(host.cwd, outputFile), `${line}\n`);
    };
    const onOpen = (): void => host.stderr.write("Waiting for events.\n");
    for await (const event of client.events.subscribe({}, { backfill: false, onOpen })) {
      write(print(event));
      if (runOnce) return;
    }
  },
});
