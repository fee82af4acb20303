import { ActionIcon, Button, Group, Input, Stack, TagsInput, TextInput } from "@mantine/core";
import type { Json, JsonObject } from "@millrace/contract";
import { IconPlus, IconX } from "@tabler/icons-react";

interface Props {
  readonly label: string;
  readonly description: string;
  readonly patterns: JsonObject;
  readonly onPatterns: (patterns: JsonObject) => void;
}

const textsOf = (value: Json): string[] => (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");

/** Labels that a resource must have, each with patterns of which one must match. */
export const LabelPatternsFields = ({ label, description, patterns, onPatterns }: Props) => {
  const rows = Object.entries(patterns);
  const write = (next: readonly (readonly [string, Json])[]): void => onPatterns(Object.fromEntries(next));
  const replace = (at: number, row: readonly [string, Json]): void => write(rows.map((old, index) => (index === at ? row : old)));
  return (
    <Input.Wrapper
      component="fieldset"
      label={label}
      labelElement="div"
      description={description}
      style={{ border: 0, padding: 0, margin: 0 }}
    >
      <Stack gap={6} mt={6}>
        {rows.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its name is typed.
          <Group key={index} gap={6} wrap="nowrap" align="flex-start">
            <TextInput
              aria-label={`${label}: label ${index + 1}`}
              placeholder="prefect.resource.id"
              flex={1}
              miw={0}
              value={name}
              onChange={({ currentTarget }) => replace(index, [currentTarget.value, value])}
            />
            <TagsInput
              aria-label={`${label}: patterns ${index + 1}`}
              placeholder="prefect.flow-run.*"
              flex={2}
              miw={0}
              splitChars={[]}
              acceptValueOnBlur
              value={textsOf(value)}
              onChange={(texts) => replace(index, [name, texts.length === 1 ? (texts[0] ?? "") : texts])}
            />
            <ActionIcon
              mt={4}
              aria-label={`${label}: remove label ${index + 1}`}
              onClick={() => write(rows.filter((_, at) => at !== index))}
            >
              <IconX size={15} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconPlus size={13} />}
            disabled={"" in patterns}
            onClick={() => write([...rows, ["", []]])}
          >
            Add a label
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
};
