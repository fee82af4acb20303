import type { Automation, GlobalConcurrencyLimit, Variable } from "@millrace/contract";
import { findOrNothing } from "../missing.ts";
import { listAll } from "../pages.ts";
import { exists, type Kind, withNewIds } from "./kind.ts";

export const variables: Kind<Variable> = {
  name: "variable",
  list: (from) => listAll((offset) => from.variables.list({ body: { offset } })),
  label: ({ name }) => name,
  async copy({ to }, { name, value, tags }) {
    const known = await findOrNothing(to.variables.getByName({ name }));
    return known === undefined ? to.variables.create({ body: { name, value, tags } }) : { id: known.id, skipped: exists };
  },
};

export const limits: Kind<GlobalConcurrencyLimit> = {
  name: "global-concurrency-limit",
  // Those of deployments come with them.
  list: async (from) => {
    const all = await listAll((offset) => from.concurrencyLimits.list({ body: { offset } }));
    return all.filter(({ name }) => !name.startsWith("deployment:"));
  },
  label: ({ name }) => name,
  async copy({ to }, { name, limit, active, slot_decay_per_second }) {
    const known = await findOrNothing(to.concurrencyLimits.get({ id_or_name: name }));
    if (known !== undefined) return { id: known.id, skipped: exists };
    return to.concurrencyLimits.create({ body: { name, limit, active, slot_decay_per_second } });
  },
};

export const automations: Kind<Automation> = {
  name: "automation",
  list: (from) => listAll((offset) => from.automations.list({ body: { offset } })),
  label: ({ name }) => name,
  async copy(copying, automation) {
    const { name, description, enabled, tags, trigger, actions, actions_on_trigger, actions_on_resolve } = withNewIds(copying, automation);
    const [known] = await copying.to.automations.list({ body: { automations: { name: { any_: [name] } } } });
    if (known !== undefined) return { id: known.id, skipped: exists };
    const body = { name, description, enabled, tags, trigger, actions, actions_on_trigger, actions_on_resolve };
    return copying.to.automations.create({ body });
  },
};
