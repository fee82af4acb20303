import { SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel } from "../../components/panel.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { useNow } from "../../components/time/use-now.ts";
import type { Preferences } from "../../preferences/preferences.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [
  { value: "local", label: `As the browser (${browserZone})` },
  ...[...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])].map((zone) => ({ value: zone, label: zone })),
];
const clocks: { readonly value: Preferences["clock"]; readonly label: string }[] = [
  { value: "24h", label: "24 hours" },
  { value: "12h", label: "12 hours" },
];

export const TimeSection = () => {
  const [preferences, change] = usePreferences();
  const now = useNow(true, 1_000);
  return (
    <Panel title="Time">
      <Stack gap="md">
        <Select
          label="Time zone"
          description="Of every moment that is shown; schedules keep their own."
          searchable
          limit={60}
          allowDeselect={false}
          maw={420}
          data={zones}
          value={preferences.zone}
          onChange={(zone) => zone !== null && change({ zone })}
        />
        <div>
          <Text size="sm" fw={600} id="clock" mb={4}>
            Clock
          </Text>
          <SegmentedControl aria-labelledby="clock" data={clocks} value={preferences.clock} onChange={(clock) => change({ clock })} />
        </div>
        <KeyValues entries={[{ label: "Now", value: <Instant at={new Date(now).toISOString()} as="absolute" /> }]} />
      </Stack>
    </Panel>
  );
};
