import type { Migration } from "../migrate.ts";

/**
 * Which events name a resource. Events that were written together share the time they were received, so one row tells of
 * all of them: what hundreds of events name costs one row, and a query looks through few events that do not.
 */
export const eventMentions: Migration = {
  name: "0006-event-mentions",
  statements: ({ time, relatedIds }) => [
    `create table event_mention (
      resource_id text not null, received ${time} not null, primary key (resource_id, received))`,
    "create index event_by_received on event (received)",
    "create index event_by_resource on event (resource_id, occurred)",
    `insert into event_mention (resource_id, received)
      select distinct resource_id, received from (${relatedIds}) as involved where resource_id is not null`,
  ],
};
