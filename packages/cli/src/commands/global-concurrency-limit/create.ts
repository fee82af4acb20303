import { isClientError } from "@millrace/client";
import { CommandError, command } from "../../command.ts";
import { decimal, flag, integer, text } from "../../parameters.ts";

const explainTaken =
  (name: string) =>
  (error: unknown): never => {
    if (!(isClientError(error) && error.status === 409)) throw error;
    throw new CommandError(`Global concurrency limit "${name}" exists already. Choose another name, or change it with update.`, {
      cause: error,
    });
  };

export default command({
  does: "Create a global concurrency limit.",
  takes: { name: text("Name of the limit.") },
  options: {
    limit: integer("Slots there are.", { short: "l" }),
    disable: flag("Create it switched off."),
    activeSlots: integer("Slots that count as taken already."),
    slotDecayPerSecond: decimal("Slots that come back by themselves each second, which makes a rate limit."),
  },
  async run({ connect, say }, { name, limit, disable, activeSlots, slotDecayPerSecond }) {
    if (limit === undefined) throw new CommandError("Say how many slots there are with --limit.");
    const client = await connect();
    const body = { name, limit, active: !disable, active_slots: activeSlots ?? 0, slot_decay_per_second: slotDecayPerSecond ?? 0 };
    const { id } = await client.concurrencyLimits.create({ body }).catch(explainTaken(name));
    say.done(`Created global concurrency limit ${name} (${id}).`, `See it with: millrace global-concurrency-limit inspect ${name}`);
  },
});
