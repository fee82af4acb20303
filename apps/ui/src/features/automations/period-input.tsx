import { Group, NativeSelect, NumberInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly seconds: number;
  readonly onSeconds: (seconds: number) => void;
}

const units = [
  { label: "seconds", value: "1" },
  { label: "minutes", value: "60" },
  { label: "hours", value: "3600" },
  { label: "days", value: "86400" },
];

/** The largest unit that a length has a whole number of. */
const unitOf = (seconds: number): number => [86_400, 3_600, 60].find((size) => seconds > 0 && seconds % size === 0) ?? 1;

/** A length of time, in the unit that says it shortest until somebody chooses another. */
export const PeriodInput = ({ label, description, seconds, onSeconds }: Props) => {
  const [unit, setUnit] = useState(unitOf(seconds));
  return (
    <Group align="flex-end" gap={6} wrap="nowrap">
      <NumberInput
        {...{ label, description }}
        min={0}
        w={150}
        value={seconds / unit}
        onChange={(value) => onSeconds(Math.max(0, Number(value) || 0) * unit)}
      />
      <NativeSelect
        aria-label={`Unit of ${label}`}
        data={units}
        value={String(unit)}
        onChange={({ currentTarget: { value } }) => {
          setUnit(Number(value));
          onSeconds((seconds / unit) * Number(value));
        }}
      />
    </Group>
  );
};
