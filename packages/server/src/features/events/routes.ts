import { EventFilter, type eventQueryRoutes, type eventRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { read } from "../../wire/read.ts";
import { countEventsBy } from "./count-events.ts";
import { listEvents, listNextEvents } from "./list-events.ts";
import { createEvents } from "./operations.ts";

export const events: Handlers<typeof eventRoutes> = {
  create: ({ ctx, body }) => createEvents(ctx, body),
};

export const eventQueries: Handlers<typeof eventQueryRoutes> = {
  list: ({ ctx, caller, body }) => listEvents({ ctx, caller }, { filter: body.filter ?? read(EventFilter, {}, "body"), limit: body.limit }),
  listNext: ({ ctx, caller, query }) => listNextEvents({ ctx, caller }, query["page-token"]),
  count: ({ ctx, params, body }) =>
    countEventsBy(ctx, {
      countable: params.countable,
      filter: body.filter,
      step: { unit: body.time_unit, interval: body.time_interval },
    }),
};
