import { type CommandContext, CommandError, command } from "../command.ts";
import { type Connected, connect } from "../connect.ts";
import { text } from "../parameters.ts";
import { copyAll } from "../transfer/copy-all.ts";
import type { Outcome } from "../transfer/kind.ts";
import { getProfile } from "./profile/known-profiles.ts";
import { readProfileSettings } from "./profile/profile-client.ts";

const colours = { succeeded: "green", skipped: "dim", failed: "red" } as const;

const connectTo = ({ host, sources }: CommandContext, name: string): Promise<Connected> =>
  connect(host, { ...readProfileSettings(host, name, getProfile(sources(), name)), watch: undefined });

const sayOutcome = ({ say }: CommandContext, { resource, status, details }: Outcome): void =>
  say.line(`${say.style[colours[status]](status.padEnd(9))}  ${resource}${details === "" ? "" : say.style.dim(`  ${details}`)}`);

const sayCount = (outcomes: readonly Outcome[], status: Outcome["status"]): string =>
  `${outcomes.filter((each) => each.status === status).length} ${status}`;

export default command({
  does: "Copy everything but runs from the server of one profile to that of another.",
  details:
    "Blocks with their secrets, variables, limits, work pools and queues, flows, deployments with their schedules, and automations. What is there already stays as it is. Pause one of the two before both run the same schedules.",
  options: { from: text("Profile whose server is copied."), to: text("Profile whose server gets it.") },
  async run(context, { from, to }) {
    if (from === undefined || to === undefined) throw new CommandError("Name both profiles: millrace transfer --from PROFILE --to PROFILE");
    if (from === to) throw new CommandError("A profile cannot be copied to itself. Name two.");
    const source = await connectTo(context, from);
    const target = await connectTo(context, to);
    try {
      if (source.client.url === target.client.url) throw new CommandError(`Both profiles lead to the same server, ${target.client.url}.`);
      await context.ask.confirm(`Copy everything from ${source.client.url} to ${target.client.url}?`);
      const outcomes: Outcome[] = [];
      await copyAll({ from: source.client, to: target.client, ids: new Map() }, (outcome) => {
        outcomes.push(outcome);
        sayOutcome(context, outcome);
      });
      const counts = (["succeeded", "skipped", "failed"] as const).map((status) => sayCount(outcomes, status)).join(", ");
      if (outcomes.some(({ status }) => status === "failed")) throw new CommandError(`Not everything was copied: ${counts}.`);
      context.say.done(`Copied: ${counts}.`);
    } finally {
      await source.close();
      await target.close();
    }
  },
});
