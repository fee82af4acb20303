import { command } from "../command.ts";
import { completionScript, shells } from "../completion/scripts.ts";
import { listPlaces } from "../completion/words.ts";
import { choice } from "../parameters.ts";

export default command({
  does: "Print a script that makes a shell complete commands and options.",
  details: "bash: source <(millrace completion bash). zsh: source <(millrace completion zsh). fish: millrace completion fish | source",
  takes: { shell: choice(shells, "Your shell.") },
  async run({ commands, host }, { shell }) {
    host.stdout.write(completionScript(shell, await listPlaces(commands)));
  },
});
