/** A flow that calls an empty task again and again, and prints what one call costs: node benchmarks/client/tasks.ts <package> <calls>. */
const [place = "", calls = "1000"] = process.argv.slice(2);
const { flow, task } = (await import(place)) as typeof import("millrace");

const count = Number(calls);
const increment = task({ name: "increment" }, (value: number) => value + 1);

const countUp = flow({ name: "count-up" }, async ({ times }: { readonly times: number }) => {
  let value = 0;
  const start = performance.now();
  for (let call = 0; call < times; call++) value = await increment(value);
  return { value, millis: (performance.now() - start) / times };
});

await countUp({ times: 200 });
const { value, millis } = await countUp({ times: count });
if (value !== count) throw new Error(`Counted ${String(value)} instead of ${count}.`);
process.stdout.write(`${JSON.stringify({ millis })}\n`);
process.exit(0);
