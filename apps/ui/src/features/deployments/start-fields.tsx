import { Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { ZoneSelect } from "../../components/form/zone-select.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { printZonedTime } from "../../schema-form/zoned-time.ts";
import type { RunFields, RunProblems } from "./run-fields.ts";

interface Props {
  readonly fields: RunFields;
  readonly onChange: (changes: Partial<RunFields>) => void;
  readonly problems: RunProblems;
}

/** When a run starts: now, or at a time of some zone. */
export const StartFields = ({ fields: { start, wall, zone }, onChange, problems }: Props) => (
  <Stack gap="sm">
    <SegmentedControl
      aria-label="When to start"
      data={[
        { label: "Start now", value: "now" },
        { label: "Start later", value: "later" },
      ]}
      value={start}
      onChange={(value) => onChange({ start: value === "later" ? "later" : "now" })}
      style={{ alignSelf: "flex-start" }}
    />
    {start === "later" && (
      <Group align="flex-start" gap="md">
        <TextInput
          label="Date and time"
          type="datetime-local"
          required
          value={wall}
          error={problems.wall}
          onChange={(event) => onChange({ wall: event.currentTarget.value })}
        />
        <ZoneSelect zone={zone} onZone={(chosen) => onChange({ zone: chosen })} />
      </Group>
    )}
    {start === "later" && wall !== "" && (
      <Text size="sm" c="dimmed" component="div">
        That is <Instant at={printZonedTime({ wall, zone })} as="absolute" />.
      </Text>
    )}
  </Stack>
);
