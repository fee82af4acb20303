import { Group, NumberInput, Radio, SegmentedControl, Stack, Text } from "@mantine/core";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import type { Preferences } from "../../preferences/preferences.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { palettes } from "../../theme/palettes.ts";

const schemes: { readonly value: Preferences["scheme"]; readonly label: string }[] = [
  { value: "auto", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];
const densities: { readonly value: Preferences["density"]; readonly label: string }[] = [
  { value: "compact", label: "Compact" },
  { value: "comfortable", label: "Comfortable" },
];
const samples = ["SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CRASHED", "CANCELLED", "PAUSED"] as const;

export const AppearanceSection = () => {
  const [preferences, change] = usePreferences();
  return (
    <>
      <Panel title="Pages">
        <Stack gap="md">
          <div>
            <Text size="sm" fw={600} id="scheme" mb={4}>
              Theme
            </Text>
            <SegmentedControl
              aria-labelledby="scheme"
              data={schemes}
              value={preferences.scheme}
              onChange={(scheme) => change({ scheme })}
            />
          </div>
          <div>
            <Text size="sm" fw={600} id="density" mb={4}>
              Rows of tables
            </Text>
            <SegmentedControl
              aria-labelledby="density"
              data={densities}
              value={preferences.density}
              onChange={(density) => change({ density })}
            />
          </div>
          <NumberInput
            label="Rows of a page"
            description="Of lists whose address does not say; 10 to 200."
            w={240}
            {...{ min: 10, max: 200, step: 5 }}
            value={preferences.rows}
            onChange={(rows) => typeof rows === "number" && rows >= 10 && rows <= 200 && change({ rows })}
          />
        </Stack>
      </Panel>
      <Panel title="Colours of states">
        <Stack gap="md">
          <Radio.Group label="Palette" value={preferences.palette} onChange={(palette) => change({ palette })}>
            <Group gap="lg" mt={6}>
              {palettes.map(({ name, label }) => (
                <Radio key={name} value={name} label={label} />
              ))}
            </Group>
          </Radio.Group>
          <Group gap="xs">
            {samples.map((type) => (
              <StateBadge key={type} type={type} />
            ))}
          </Group>
        </Stack>
      </Panel>
    </>
  );
};
