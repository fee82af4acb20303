import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { flowRunFields } from "./flow-run-query.ts";
import { QueryBar } from "./query-bar.tsx";
import { suggest } from "./suggest.ts";
import { useQueryFilters } from "./use-query-filters.ts";

const nothing = {};

const Filtered = ({ start }: { readonly start: string }) => {
  const [query, setQuery] = useState(start);
  const { refusals } = useQueryFilters(query, { fields: flowRunFields, empty: nothing });
  return (
    <MantineProvider env="test">
      <QueryBar
        label="Filter runs"
        query={query}
        onQuery={setQuery}
        fields={flowRunFields}
        refusals={refusals}
        known={{ flow: ["ingest", "report"] }}
      />
      <output>{query}</output>
    </MantineProvider>
  );
};

const shown = () => screen.getByRole("status").textContent;
const box = () => screen.getByRole("combobox", { name: "Filter runs" });

test("what is typed becomes a term, and can be taken out or changed again", async () => {
  render(<Filtered start="state:failed" />);
  await userEvent.type(box(), "tag:prod{Enter}");
  expect(shown()).toBe("state:failed tag:prod");
  await userEvent.click(screen.getByRole("button", { name: "Remove state:failed" }));
  expect(shown()).toBe("tag:prod");
  await userEvent.type(box(), "{Backspace}");
  expect(shown()).toBe("");
  await userEvent.type(box(), ",dev{Enter}");
  expect(shown()).toBe("tag:prod,dev");
});

test("a term the server cannot answer says why", () => {
  render(<Filtered start="duration:>10m" />);
  expect(screen.getByText(/cannot be filtered by duration/).textContent).toContain("This list");
});

test("fields and values are suggested", () => {
  const known = { flow: ["ingest", "report"] };
  expect(suggest("st", flowRunFields, known).map(({ text }) => text)).toEqual(["state:", "started:"]);
  expect(suggest("-sta", flowRunFields, known)[0]?.text).toBe("-state:");
  expect(suggest("flow:", flowRunFields, known).map(({ text }) => text)).toEqual(["flow:ingest", "flow:report"]);
  expect(suggest("state:failed,cra", flowRunFields, known).map(({ text }) => text)).toEqual(["state:failed,crashed"]);
});
