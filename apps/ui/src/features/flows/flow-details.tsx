import { Button, Group, Stack, TagsInput } from "@mantine/core";
import type { Flow } from "@millrace/contract";
import { type FormEvent, useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel } from "../../components/panel.tsx";
import { Instant } from "../../components/time/instant.tsx";

const TagForm = ({ flow }: { readonly flow: Flow }) => {
  const [tags, setTags] = useState<readonly string[]>(flow.tags);
  const save = useChange({
    change: (api) => api.flows.update({ id: flow.id, body: { tags: [...tags] } }),
    touches: ["flows"],
    done: () => "Saved the tags.",
    does: "Save the tags",
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TagsInput label="Tags" size="sm" maw={420} style={{ flex: 1 }} value={[...tags]} onChange={setTags} />
        <Button type="submit" variant="default" h={36} loading={save.isPending} disabled={tags.join("\n") === flow.tags.join("\n")}>
          Save the tags
        </Button>
      </Group>
    </form>
  );
};

export const FlowDetails = ({ flow }: { readonly flow: Flow }) => (
  <Panel title="Details">
    <Stack gap="md">
      <KeyValues
        entries={[
          {
            label: "Id",
            value: (
              <Group gap={4}>
                {flow.id} <CopyButton text={flow.id} label="Copy the id" />
              </Group>
            ),
          },
          { label: "Created", value: <Instant at={flow.created} as="absolute" /> },
          { label: "Updated", value: <Instant at={flow.updated} as="absolute" /> },
        ]}
      />
      <TagForm key={flow.tags.join("\n")} flow={flow} />
      {flow.labels !== null && Object.keys(flow.labels).length > 0 && <JsonView value={{ ...flow.labels }} label="the labels" />}
    </Stack>
  </Panel>
);
