import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { BlockLogo } from "./block-logo.tsx";

const draw = (slug: string, logo_url: string | null = "https://cdn.example.com/a.png"): HTMLElement =>
  render(<BlockLogo type={{ slug, name: "Warp drive", logo_url }} />).container;

test("a well-known type has a picture, another one its first letter, and neither is fetched from elsewhere", () => {
  expect(draw("s3-bucket").querySelector("svg.tabler-icon-brand-aws")).not.toBeNull();
  expect(draw("warp-drive").textContent).toBe("W");
  expect(draw("warp-drive").querySelector("img")).toBeNull();
});

test("a picture that a type carries within itself is shown", () => {
  const picture = "data:image/svg+xml,%3Csvg/%3E";
  expect(draw("s3-bucket", picture).querySelector("img")?.getAttribute("src")).toBe(picture);
});
