import type { automationRoutes, templateRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { findTemplateProblem } from "../../wire/templates/find-template-problem.ts";
import { createAutomation, deleteAutomation, deleteOwnedAutomations, setAutomationEnabled, updateAutomation } from "./operations.ts";
import { countAutomations, getAutomation, listAutomations, listRelatedAutomations } from "./queries.ts";

export const automations: Handlers<typeof automationRoutes> = {
  create: ({ ctx, body }) => createAutomation(ctx, body),
  update: ({ ctx, params, body }) => updateAutomation(ctx, params.id, body),
  setEnabled: ({ ctx, params, body }) => setAutomationEnabled(ctx, params.id, body),
  get: ({ ctx, params }) => getAutomation(ctx.read, params.id),
  list: ({ ctx, body }) =>
    listAutomations(ctx.read, body.automations, {
      sort: body.sort,
      limit: readLimit(body.limit, ctx.settings.defaultLimit),
      offset: body.offset,
    }),
  count: ({ ctx }) => countAutomations(ctx.read),
  delete: ({ ctx, params }) => deleteAutomation(ctx, params.id),
  listRelated: ({ ctx, params }) => listRelatedAutomations(ctx.read, params.resource_id),
  async deleteOwned({ ctx, params }) {
    await deleteOwnedAutomations(ctx, params.resource_id);
    return null;
  },
};

const validate: Handlers<typeof templateRoutes>["validate"] = async ({ body }) => {
  const problem = await findTemplateProblem(body);
  return problem === undefined ? undefined : new Reply(422, { error: problem });
};

export const templates: Handlers<typeof templateRoutes> = { validate, validateForAutomation: validate };
