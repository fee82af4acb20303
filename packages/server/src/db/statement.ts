import { type Compilable, type CompiledQuery, createQueryId } from "kysely";
import { Slot } from "./codecs.ts";
import type { Queries, SqlText } from "./connection.ts";

type Value<V> = <K extends keyof V & string>(name: K) => V[K];

/** A query that is built and compiled once per database and then only filled with values: for paths taken a thousand times a second. */
export interface Statement<V, Row> {
  run(db: Queries, values: V): Promise<Row[]>;
}

interface Compiled {
  readonly query: CompiledQuery;
  readonly fill: (values: Readonly<Record<string, unknown>>) => unknown[];
}

/**
 * Prepares a query. `build` gets a stand-in for each value:
 * `statement<{ id: string }>()((db, value) => db.selectFrom("flow").selectAll().where("id", "=", value("id")))`.
 */
export const statement =
  <V extends object>() =>
  <Row>(build: (db: Queries, value: Value<V>) => Compilable<Row>): Statement<V, Row> =>
    prepare(build, {});

/** The same for rows by their `id`, from the table `db.dialect.asked(id)` on: many who ask in the same moment may be answered at once. */
export const lookup = <Row extends { readonly id: string }>(
  build: (db: Queries, id: string) => Compilable<Row>,
): Statement<{ readonly id: string }, Row> => prepare((db, value) => build(db, value("id")), { takesId: true });

const prepare = <V extends object, Row>(
  build: (db: Queries, value: Value<V>) => Compilable<Row>,
  traits: Pick<SqlText, "takesId">,
): Statement<V, Row> => {
  const compiledBy = new Map<string, Compiled>();
  return {
    async run(db, values) {
      const dialect = db.dialect.name;
      let compiled = compiledBy.get(dialect);
      if (compiled === undefined) {
        compiled = compile(
          build(db, (name) => new Slot(name) as never),
          traits,
        );
        compiledBy.set(dialect, compiled);
      }
      const { query, fill } = compiled;
      const parameters = fill(values as Readonly<Record<string, unknown>>);
      const result = await db.getExecutor().executeQuery<Row>({ ...query, parameters } as CompiledQuery<Row>);
      return result.rows;
    },
  };
};

const compile = (built: Compilable, traits: Pick<SqlText, "takesId">): Compiled => {
  const query = { ...built.compile(), queryId: createQueryId(), repeated: true, ...traits };
  const { parameters } = query;
  const fill = (values: Readonly<Record<string, unknown>>): unknown[] =>
    parameters.map((parameter) => {
      if (!(parameter instanceof Slot)) return parameter;
      const value = values[parameter.name];
      return parameter.encode === undefined ? value : parameter.encode(value);
    });
  return { query, fill };
};
