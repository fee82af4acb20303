import type { Clock } from "../clock.ts";
import type { Database } from "../db/transaction.ts";
import { openTransactions, transactionDuration } from "./instruments.ts";
import type { Meter } from "./meter.ts";
import type { Tracer } from "./tracer.ts";

interface Observers {
  readonly clock: Clock;
  readonly meter: Meter;
  readonly tracer: Tracer;
}

/** The database's way to run transactions, measured and traced as far as somebody looks. */
export const observeTransactions = ({ transact, dialect }: Database, { clock, meter, tracer }: Observers): Database["transact"] => {
  const traced: Database["transact"] = tracer.isOn
    ? (work) => tracer.span("transaction", { "db.system.name": dialect.name }, () => transact(tracer.bind(work)))
    : transact;
  if (!meter.isOn) return traced;
  let open = 0;
  meter.watch(openTransactions, () => open);
  return async (work) => {
    const started = clock.micros();
    const tell = (outcome: string): void => {
      open--;
      meter.observe(transactionDuration, [outcome], (clock.micros() - started) / 1e6);
    };
    open++;
    try {
      const result = await traced(work);
      tell("committed");
      return result;
    } catch (error) {
      tell("rolled-back");
      throw error;
    }
  };
};
