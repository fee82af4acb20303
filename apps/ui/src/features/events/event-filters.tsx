import { Group, TagsInput, Text } from "@mantine/core";
import { SearchBox } from "../../components/search-box.tsx";
import { printTimeRange } from "../../components/time/time-range.ts";
import { TimeRangePicker } from "../../components/time/time-range-picker.tsx";
import { type Asking, useKnown } from "./use-events.ts";

interface Props {
  readonly asked: Asking;
  /** Changes of the address; `replace` while somebody types. */
  readonly onChange: (changes: object, replace?: boolean) => void;
}

/** Most frequent first; more can be typed. */
const most = 200;

/** The beginnings that names share, such as `prefect.flow-run.*`. */
const beginningsOf = (names: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const name of names) {
    const beginning = name.replace(/[^.]+$/, "*");
    if (beginning !== "*" && beginning !== name) counts.set(beginning, (counts.get(beginning) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([beginning]) => beginning);
};

/** Which events are shown: period, names, resources, words. */
export const EventFilters = ({ asked, onChange }: Props) => {
  const { q, resources, events, range } = asked;
  const known = useKnown(asked);
  const names = known.names.map(({ value }) => value);
  const labels = new Map(known.resources.map(({ value, label }) => [value, label]));
  const some = (values: readonly string[]): readonly string[] | undefined => (values.length === 0 ? undefined : values);
  return (
    <Group gap="xs" align="flex-start">
      <SearchBox
        label="Search events for words"
        hint="Search words"
        value={q}
        onChange={(value) => onChange({ q: value || undefined }, true)}
      />
      <TagsInput
        size="xs"
        flex={1}
        miw={220}
        aria-label="Events"
        {...(events.length === 0 ? { placeholder: "Any event; prefect.flow-run.* for all that begin so" } : {})}
        acceptValueOnBlur
        data={[...new Set([...beginningsOf(names), ...names])].slice(0, most)}
        value={[...events]}
        onChange={(chosen) => onChange({ event: some(chosen) })}
      />
      <TagsInput
        size="xs"
        flex={1}
        miw={220}
        aria-label="Resources"
        {...(resources.length === 0 ? { placeholder: "Any resource; an id, or its beginning with *" } : {})}
        acceptValueOnBlur
        data={[...labels.keys()].slice(0, most)}
        renderOption={({ option: { value } }) => (
          <div>
            <Text size="xs">{labels.get(value) ?? value}</Text>
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {value}
            </Text>
          </div>
        )}
        value={[...resources]}
        onChange={(chosen) => onChange({ resource: some(chosen) })}
      />
      <TimeRangePicker range={range} onRange={(chosen) => onChange(printTimeRange(chosen))} />
    </Group>
  );
};
