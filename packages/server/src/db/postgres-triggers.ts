/** What makes PostgreSQL do something after an event, such as `after insert on flow_run for each row`. */
export const createTrigger = (name: string, event: string, body: string): readonly string[] => [
  `create or replace function millrace_${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`,
  `create trigger ${name} ${event} execute function millrace_${name}()`,
];
