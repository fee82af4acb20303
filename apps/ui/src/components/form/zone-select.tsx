import { Select } from "@mantine/core";
import { useMemo } from "react";

interface Props {
  readonly label?: string;
  readonly description?: string;
  readonly zone: string;
  readonly onZone: (zone: string) => void;
}

export const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A time zone by its name: the reader's own and UTC first. */
export const ZoneSelect = ({ label = "Time zone", description, zone, onZone }: Props) => {
  const zones = useMemo(() => [...new Set([browserZone(), "UTC", zone, ...Intl.supportedValuesOf("timeZone")])], [zone]);
  return (
    <Select
      label={label}
      description={description}
      data={zones}
      value={zone}
      searchable
      limit={60}
      allowDeselect={false}
      onChange={(chosen) => chosen !== null && onZone(chosen)}
    />
  );
};
