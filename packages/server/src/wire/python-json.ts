import type { Json } from "@millrace/contract";
import { exactText, hasKeys } from "../exact-numbers.ts";

/** JSON as Python prints it with sorted keys: a space after `,` and `:`, everything beyond ASCII escaped. Checksums are made of it. */
export const pythonJson = (value: Json): string => {
  if (typeof value === "string") return printText(value);
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : printFloat(value);
  const exact = exactText(value);
  if (exact !== undefined) return printNumber(exact);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (!hasKeys(value)) return String(value);
  const entries = Object.entries(value).sort(([one], [other]) => compareCodePoints(one, other));
  return `{${entries.map(([key, item]) => `${printText(key)}: ${pythonJson(item)}`).join(", ")}}`;
};

const printText = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Python orders text by characters, JavaScript by halves of them. */
const compareCodePoints = (one: string, other: string): number => {
  const [left, right] = [[...one], [...other]];
  for (const [index, char] of left.entries()) {
    const difference = (char.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

/** A number by its text: Python has integers of any length, and floats wherever there is a fraction or an exponent. */
const printNumber = (text: string): string => {
  if (/[.eE]/.test(text)) return printFloat(Number(text));
  return text === "-0" ? "0" : text;
};

/** The shortest digits that give the same float; in plain form from 1e-4 up to 1e16. */
const printFloat = (value: number): string => {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", power = ""] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const sign = value < 0 ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
};
