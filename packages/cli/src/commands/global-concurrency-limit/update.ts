import { CommandError, command } from "../../command.ts";
import { decimal, flagOrSetting, integer } from "../../parameters.ts";
import { getLimit, limitName } from "./find-limit.ts";

export default command({
  does: "Change a global concurrency limit. What is not given stays.",
  takes: { name: limitName },
  options: {
    enable: flagOrSetting("Switch it on."),
    disable: flagOrSetting("Switch it off: it holds nobody up."),
    limit: integer("Slots there are.", { short: "l" }),
    activeSlots: integer("Slots that count as taken."),
    slotDecayPerSecond: decimal("Slots that come back by themselves each second."),
  },
  async run({ connect, say }, { name, enable, disable, limit, activeSlots, slotDecayPerSecond }) {
    if (enable && disable) throw new CommandError("--enable and --disable exclude each other. Give one of them.");
    const active = enable ?? (disable === undefined ? undefined : !disable);
    const body = {
      ...(active === undefined ? {} : { active }),
      ...(limit === undefined ? {} : { limit }),
      ...(activeSlots === undefined ? {} : { active_slots: activeSlots }),
      ...(slotDecayPerSecond === undefined ? {} : { slot_decay_per_second: slotDecayPerSecond }),
    };
    if (Object.keys(body).length === 0)
      throw new CommandError("Say what to change: --enable, --disable, --limit, --active-slots or --slot-decay-per-second.");
    const client = await connect();
    const { id } = await getLimit(client, name);
    await client.concurrencyLimits.update({ id_or_name: id, body });
    say.done(`Updated global concurrency limit ${name}.`);
  },
});
