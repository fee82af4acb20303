/** A function that PostgreSQL's triggers call once a row, or a statement, has been written. */
export const triggerFunction = (name: string, body: string): string =>
  `create or replace function millrace_${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`;
