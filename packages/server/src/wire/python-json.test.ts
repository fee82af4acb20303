import { describe, expect, test } from "vitest";
import { parseExactly } from "../exact-numbers.ts";
import { pythonJson } from "./python-json.ts";

describe("JSON as Python prints it", () => {
  test.each([
    ["1", "1"],
    ["1.0", "1.0"],
    ["-0", "0"],
    ["-0.0", "-0.0"],
    ["1e3", "1000.0"],
    ["0.5", "0.5"],
    ["0.0001", "0.0001"],
    ["0.00001", "1e-05"],
    ["1.5e-7", "1.5e-07"],
    ["123456789012345.6", "123456789012345.6"],
    ["1e15", "1000000000000000.0"],
    ["1e16", "1e+16"],
    ["-2.5E300", "-2.5e+300"],
    ["1e400", "null"],
    ["12345678901234567890123", "12345678901234567890123"],
    ["[1,null,true,false]", "[1, null, true, false]"],
    ["[]", "[]"],
    ["{}", "{}"],
    ['{"b":1,"a":{"d":"x","c":[]}}', '{"a": {"c": [], "d": "x"}, "b": 1}'],
    ['{"\\ud83d\\ude00":1,"\\uff5e":2}', '{"\\uff5e": 2, "\\ud83d\\ude00": 1}'],
    ['"é\\u0001\\n\\"\\\\/\\u007f"', '"\\u00e9\\u0001\\n\\"\\\\/\\u007f"'],
  ])("%s becomes %s", (text, printed) => expect(pythonJson(parseExactly(text))).toBe(printed));
});
