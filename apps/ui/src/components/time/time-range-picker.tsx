import { Button, Divider, Group, Popover, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { labelOf, type TimeRange, windows } from "./time-range.ts";

interface Props {
  /** Undefined for any time. */
  readonly range: TimeRange | undefined;
  readonly onRange: (range: TimeRange) => void;
  /** Where a period need not be chosen. */
  readonly onAnyTime?: () => void;
}

/** For fields of dates: the browser's own zone, to the minute. */
const toField = (instant: string): string => {
  const moment = new Date(instant);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const Exact = ({ range, onRange }: Props) => {
  const [from, setFrom] = useState(range?.kind === "between" ? toField(range.from) : "");
  const [to, setTo] = useState(range?.kind === "between" ? toField(range.to) : "");
  const isValid = from !== "" && to !== "" && from < to;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isValid) onRange({ kind: "between", from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <TextInput size="xs" type="datetime-local" label="From" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput size="xs" type="datetime-local" label="To" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit" disabled={!isValid}>
          Show this period
        </Button>
      </Stack>
    </form>
  );
};

/** Chooses a period: one that ends now, or one between two moments. */
export const TimeRangePicker = ({ range, onRange, onAnyTime }: Props) => {
  const [isOpen, popover] = useDisclosure();
  const choose = (chosen: TimeRange): void => {
    popover.close();
    onRange(chosen);
  };
  const forget = (): void => {
    popover.close();
    onAnyTime?.();
  };
  return (
    <Popover opened={isOpen} onChange={popover.toggle} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconCalendar size={15} />} onClick={popover.toggle}>
          {range === undefined ? "Any time" : labelOf(range)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Group align="flex-start" gap="md">
          <Stack gap={2}>
            {windows.map(({ window, label }) => (
              <Button
                key={window}
                variant={range?.kind === "last" && range.window === window ? "light" : "subtle"}
                justify="flex-start"
                onClick={() => choose({ kind: "last", window })}
              >
                {label}
              </Button>
            ))}
            {onAnyTime !== undefined && (
              <Button variant={range === undefined ? "light" : "subtle"} justify="flex-start" onClick={forget}>
                Any time
              </Button>
            )}
          </Stack>
          <Divider orientation="vertical" />
          <Exact range={range} onRange={choose} />
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
};
