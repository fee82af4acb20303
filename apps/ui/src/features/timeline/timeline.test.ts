import type { FlowRun } from "@millrace/contract";
import { expect, test } from "vitest";
import { layOutLanes, nextBar } from "./lanes.ts";
import { panned, readStretch, ticksOf, zoomed } from "./stretch.ts";

const at = (time: string): string => `2026-11-22T${time}:00Z`;
const stretch = { from: Date.parse(at("08:00")), to: Date.parse(at("12:00")) };
const now = Date.parse(at("11:00"));
const names = { flows: new Map([["f", "etl"]]), deployments: new Map([["d", "prod"]]) };

const aRun = (id: string, given: Partial<FlowRun>): FlowRun =>
  ({ id, flow_id: "f", deployment_id: "d", work_pool_name: null, start_time: null, end_time: null, ...given }) as FlowRun;

const runs = [
  aRun("early", { start_time: at("07:00"), end_time: at("09:00") }),
  aRun("beside", { start_time: at("08:30"), end_time: at("08:45") }),
  aRun("after", { start_time: at("09:30"), end_time: at("09:40") }),
  aRun("running", { start_time: at("10:30"), deployment_id: null }),
  aRun("planned", { next_scheduled_start_time: at("11:30") }),
  aRun("gone", { start_time: at("06:00"), end_time: at("07:00") }),
];
const lanes = layOutLanes(runs, { by: "deployment", names, stretch, now });

test("runs of a deployment share a lane, those at the same time in rows; what lies outside is left out", () => {
  expect(lanes.map(({ name, rows, bars }) => [name, rows, bars.map(({ run, row }) => [run.id, row])])).toEqual([
    [
      "etl/prod",
      2,
      [
        ["early", 0],
        ["beside", 1],
        ["after", 0],
        ["planned", 0],
      ],
    ],
    ["Without a deployment", 1, [["running", 0]]],
  ]);
  expect(lanes[0]?.bars.at(-1)).toMatchObject({ isPlanned: true, from: Date.parse(at("11:30")) });
  expect(lanes[1]?.bars[0]?.to).toBe(now);
});

test("arrow keys lead along a lane and to the nearest run of the next one", () => {
  const lead = (from: string | undefined, key: string): string | undefined => nextBar(lanes, from, key)?.run.id;
  expect(lead(undefined, "ArrowRight")).toBe("planned");
  expect(lead("early", "ArrowRight")).toBe("beside");
  expect(lead("planned", "ArrowRight")).toBe("planned");
  expect(lead("early", "ArrowDown")).toBe("running");
  expect(lead("running", "ArrowUp")).toBe("after");
  expect(lead("after", "Home")).toBe("early");
});

test("an address means exact moments, or the last while and a little of what comes", () => {
  expect(readStretch({ from: at("08:00"), to: at("12:00") }, now)).toEqual(stretch);
  expect(readStretch({ window: "4h" }, now)).toEqual({ from: Date.parse(at("07:00")), to: Date.parse(at("12:00")) });
  expect(readStretch({ from: at("12:00"), to: at("08:00") }, now)).toEqual({ from: now - 43_200_000, to: now + 10_800_000 });
});

test("zooming keeps its point in place, and moving keeps the length", () => {
  expect(zoomed(stretch, 0.5, 0)).toEqual({ from: stretch.from, to: Date.parse(at("10:00")) });
  expect(zoomed(stretch, 0.5, 1)).toEqual({ from: Date.parse(at("10:00")), to: stretch.to });
  expect(panned(stretch, 0.25)).toEqual({ from: Date.parse(at("09:00")), to: Date.parse(at("13:00")) });
});

test("the axis has round moments of the shown zone", () => {
  const moments = (offset: number) => ticksOf(stretch, 4, offset).map(({ moment }) => new Date(moment).toISOString().slice(11, 16));
  expect(moments(0)).toEqual(["08:00", "09:00", "10:00", "11:00", "12:00"]);
  expect(moments(1_800_000)).toEqual(["08:30", "09:30", "10:30", "11:30"]);
});
