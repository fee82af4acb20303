import { expect, test } from "vitest";
import { type Counter, createMeter, type Histogram } from "./meter.ts";

const counter: Counter = { kind: "counter", name: "c_total", help: "", labels: ["flow", "how"] };
const histogram: Histogram = { kind: "histogram", name: "h", help: "", labels: [], buckets: [1, 2] };

test("what has too many names is counted together", () => {
  const meter = createMeter();
  for (let number = 0; number < 1000; number++) meter.count(counter, [`flow ${number}`, "well"]);
  const samples = meter.read()[0]?.samples ?? [];
  expect(samples).toHaveLength(401);
  expect(samples.at(-1)).toEqual({ labels: { flow: "other", how: "well" }, value: 600 });
});

test("each bucket holds what is at most its bound", () => {
  const meter = createMeter();
  for (const value of [0.5, 1, 1.5, 3]) meter.observe(histogram, [], value);
  expect(meter.read()[0]?.samples).toEqual([
    { suffix: "_bucket", labels: { le: "1" }, value: 2 },
    { suffix: "_bucket", labels: { le: "2" }, value: 3 },
    { suffix: "_bucket", labels: { le: "+Inf" }, value: 4 },
    { suffix: "_sum", labels: {}, value: 6 },
    { suffix: "_count", labels: {}, value: 4 },
  ]);
});
