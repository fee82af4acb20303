import { command } from "../../command.ts";

export default command({
  does: "Tell about plugins, which there are none of here.",
  details: "Plugins of Prefect are Python packages that change how its processes start. Python processes still load theirs.",
  run({ say }) {
    say.line("There are no plugins: those of Prefect are for Python processes, and load there.");
  },
});
