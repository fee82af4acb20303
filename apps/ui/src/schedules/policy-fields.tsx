import { NumberInput, Select } from "@mantine/core";
import type { MissedDates, OverlappingRuns, SchedulePolicy } from "@millrace/contract";
import layout from "../components/layout.module.css";

interface Props {
  readonly policy: SchedulePolicy;
  readonly onChange: (changes: Partial<SchedulePolicy>) => void;
}

const missed: readonly { readonly value: MissedDates; readonly label: string }[] = [
  { value: "run_all", label: "Run all of them" },
  { value: "latest_only", label: "Run the last one" },
  { value: "skip", label: "Skip them" },
];
const overlaps: readonly { readonly value: OverlappingRuns; readonly label: string }[] = [
  { value: "allow", label: "Run both" },
  { value: "queue", label: "The new one waits" },
  { value: "cancel_old", label: "Cancel the old one" },
  { value: "cancel_new", label: "Do not run the new one" },
];

/** What becomes of dates that were missed, and of runs that would overlap. */
export const PolicyFields = ({ policy, onChange }: Props) => (
  <div className={layout.pair}>
    <Select
      label="Missed dates"
      placeholder="Runs that were made wait"
      data={[...missed]}
      value={policy.missed}
      clearable
      clearButtonProps={{ "aria-label": "As usual" }}
      onChange={(value) => onChange({ missed: missed.find((each) => each.value === value)?.value ?? null })}
    />
    {policy.missed !== null && (
      <NumberInput
        label="Missed after, in seconds"
        min={1}
        max={86_400}
        allowDecimal={false}
        value={policy.missed_after_seconds}
        onChange={(value) => onChange({ missed_after_seconds: typeof value === "number" ? value : 60 })}
      />
    )}
    <Select
      label="While a run is under way"
      data={[...overlaps]}
      value={policy.overlap}
      allowDeselect={false}
      onChange={(value) => onChange({ overlap: overlaps.find((each) => each.value === value)?.value ?? "allow" })}
    />
  </div>
);
