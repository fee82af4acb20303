import { TextInput } from "@mantine/core";
import layout from "../layout.module.css";
import { ZoneSelect } from "./zone-select.tsx";

/** A period as it is typed: local times of a zone, empty where nothing is. */
export interface TypedPeriod {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

interface Props {
  readonly period: TypedPeriod;
  /** What is to be known of its end. */
  readonly endNote?: string;
  readonly onChange: (changes: Partial<TypedPeriod>) => void;
}

export const PeriodFields = ({ period: { from, to, zone }, endNote, onChange }: Props) => (
  <>
    <div className={layout.pair}>
      <TextInput
        label="From"
        type="datetime-local"
        required
        value={from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        description={endNote}
        inputWrapperOrder={["label", "input", "description", "error"]}
        type="datetime-local"
        required
        value={to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </div>
    <ZoneSelect zone={zone} onZone={(chosen) => onChange({ zone: chosen })} />
  </>
);
