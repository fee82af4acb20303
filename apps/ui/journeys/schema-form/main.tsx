import { Box, Button, MantineProvider, Stack, Title } from "@mantine/core";
import type { JsonObject } from "@millrace/contract";
import { type ReactNode, useState } from "react";
import { createRoot } from "react-dom/client";
import "../../src/app/styles.ts";
import { ChangesTable } from "../../src/schema-form/changes-table.tsx";
import { everything, fixture } from "../../src/schema-form/fixtures/read-fixtures.ts";
import { SchemaForm } from "../../src/schema-form/schema-form.tsx";
import { useSchemaForm } from "../../src/schema-form/use-schema-form.ts";
import { resolveVariables, theme } from "../../src/theme/theme.ts";

/** What the address asks for: a schema by name, values to begin with and defaults to fall back to. */
const asked = new URLSearchParams(location.search);
const objectOf = (key: string): JsonObject => JSON.parse(asked.get(key) ?? "{}");
const name = asked.get("schema") ?? "";
const schema = name === "everything" ? everything() : fixture(name);
const initial = objectOf("values");
const defaults = objectOf("defaults");

const documents = [
  { id: "7b0e2d9e-7d3a-4a83-8e56-0c7a2c8f9a11", name: "production" },
  { id: "0d3c1e52-4f0f-4c38-9c9e-8f43a8f0a7d2", name: "staging" },
];

const blocks = {
  useChoices: () => ({ choices: documents, isLoading: false }),
  create: async (slug: string) => ({ id: "f7a36a3c-1f3f-4a83-b7ce-2a0f5ac8e3b1", name: `new-${slug}` }),
};

const variables = { useNames: () => ["bucket", "region"] };

const Page = (): ReactNode => {
  const form = useSchemaForm({ schema, initial, defaults });
  const [sent, setSent] = useState("");
  return (
    <form
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        setSent(JSON.stringify(await form.check()) ?? "");
      }}
    >
      <Stack>
        <Title order={1}>{name}</Title>
        <SchemaForm
          {...form.props}
          kinds={["json", "jinja", "workspace_variable"]}
          blocks={blocks}
          variables={variables}
          defaultsFrom="deployment"
          disabled={asked.has("disabled")}
        />
        <Button type="submit">Send</Button>
        <ChangesTable before={defaults} after={form.value} names={["Deployment", "This run"]} />
        <output aria-label="Sent values" style={{ overflowWrap: "anywhere" }}>
          {sent}
        </output>
      </Stack>
    </form>
  );
};

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables("default")} defaultColorScheme="auto">
      <Box p="md" mx="auto" maw={680}>
        <Page />
      </Box>
    </MantineProvider>,
  );
}
