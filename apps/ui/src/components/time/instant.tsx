import { Tooltip } from "@mantine/core";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { formatInstant, formatRelative } from "./format-time.ts";
import { useNow } from "./use-now.ts";

interface Props {
  readonly at: string | null | undefined;
  /** `relative` shows how long ago, `absolute` the moment with its zone; each shows the other when pointed at. */
  readonly as?: "relative" | "absolute";
}

/** A moment in the zone and clock people prefer. */
export const Instant = ({ at, as = "relative" }: Props) => {
  const [preferences] = usePreferences();
  const now = useNow(as === "relative", 10_000);
  if (at === null || at === undefined) return <span>–</span>;
  const absolute = formatInstant(at, preferences);
  const relative = formatRelative(at, now);
  return (
    <Tooltip label={as === "relative" ? absolute : relative}>
      <time dateTime={at} style={{ whiteSpace: "nowrap" }}>
        {as === "relative" ? relative : absolute}
      </time>
    </Tooltip>
  );
};
