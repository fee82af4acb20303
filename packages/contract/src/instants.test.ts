import { describe, expect, test } from "vitest";
import { addSeconds, compareInstants, fromMicros, parseMicros, secondsBetween, toMicros } from "./instants.ts";

describe("instants", () => {
  test.each([
    ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
    ["2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.500000Z"],
    ["2026-01-01 02:30:00+01:00", "2026-01-01T01:30:00Z"],
    ["2026-01-01T00:00:00.1234567-05:30", "2026-01-01T05:30:00.123456Z"],
    ["2026-01-01T00:00", "2026-01-01T00:00:00Z"],
    ["1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"],
    ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999968Z"],
    ["9999-12-31T18:59:59.999999-05:00", "9999-12-31T23:59:59.999968Z"],
  ])("%s reads as %s", (text, printed) => expect(fromMicros(toMicros(text))).toBe(printed));

  test.each(["", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "today", "2026-13-01T00:00:00Z", "2026-01-01"])("%j is no time", (text) =>
    expect(parseMicros(text)).toBeUndefined(),
  );

  test("reads the protocol's own print as it reads any other spelling of the same moment", () => {
    const days = ["1969-12-31", "1900-02-28", "2000-02-29", "2026-01-31", "2026-11-30", "2255-06-05"];
    for (const day of days) {
      for (const time of ["00:00:00", "23:59:59", "12:34:56.000001", "07:08:09.999999"]) {
        expect(parseMicros(`${day}T${time}Z`)).toBe(parseMicros(`${day}T${time}+00:00`));
        expect(fromMicros(toMicros(`${day}T${time}Z`))).toBe(`${day}T${time}Z`);
      }
    }
    for (const none of ["2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:00.12x456Z"]) {
      expect(parseMicros(none)).toBeUndefined();
    }
  });

  test("a whole second sorts before its fractions although its text does not", () => {
    expect(compareInstants("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000001Z")).toBe(-1);
  });

  test("adds and measures seconds to the microsecond", () => {
    expect(addSeconds("2026-01-01T00:00:00Z", 0.000001)).toBe("2026-01-01T00:00:00.000001Z");
    expect(secondsBetween("2026-01-01T00:00:01Z", "2026-01-01T00:00:00.5Z")).toBe(-0.5);
  });

  test("stays within the years that can be printed", () => {
    expect(addSeconds("9999-12-31T23:59:50Z", 15)).toBe("9999-12-31T23:59:59.999968Z");
    expect(addSeconds("9999-12-31T23:59:59.999999Z", 1e30)).toBe("9999-12-31T23:59:59.999968Z");
    expect(addSeconds("0001-01-01T00:00:05Z", -15)).toBe("0001-01-01T00:00:00Z");
  });
});
