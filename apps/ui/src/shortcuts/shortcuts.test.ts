import { beforeEach, expect, test } from "vitest";
import { createShortcuts } from "./shortcuts.ts";

let deeds: string[];
beforeEach(() => {
  deeds = [];
  document.body.innerHTML = "";
});

const press = (handle: (event: KeyboardEvent) => void, key: string, target: HTMLElement = document.body): boolean => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target.addEventListener("keydown", handle as EventListener, { once: true });
  target.dispatchEvent(event);
  return event.defaultPrevented;
};
const deed = (name: string) => () => void deeds.push(name);

test("a key does its deed, two keys one after the other theirs", () => {
  const { add, handle } = createShortcuts();
  add({ keys: "r", does: "", run: deed("r") });
  add({ keys: "g r", does: "", run: deed("g r") });
  expect(press(handle, "r")).toBe(true);
  press(handle, "g");
  press(handle, "r");
  expect(press(handle, "z")).toBe(false);
  expect(deeds).toEqual(["r", "g r"]);
});

test("the newest shortcut of a key wins while it is there, unless it passes", () => {
  const { add, handle, list } = createShortcuts();
  add({ keys: "j", does: "first", run: deed("first") });
  const remove = add({ keys: "j", does: "second", run: deed("second") });
  expect(list().map(({ does }) => does)).toEqual(["second"]);
  press(handle, "j");
  remove();
  add({ keys: "j", does: "passes", run: () => false });
  press(handle, "j");
  expect(deeds).toEqual(["second", "first"]);
});

test("keys typed into fields are text", () => {
  const { add, handle } = createShortcuts();
  add({ keys: "x", does: "", run: deed("x") });
  const field = document.createElement("input");
  document.body.append(field);
  expect(press(handle, "x", field)).toBe(false);
  expect(deeds).toEqual([]);
});
