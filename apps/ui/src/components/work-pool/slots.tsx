import { Group, Progress, Text } from "@mantine/core";

interface Props {
  readonly taken: number | null | undefined;
  /** Null without a limit. */
  readonly limit: number | null;
}

/** How much of a limit is taken; full ones stand out. */
export const Slots = ({ taken, limit }: Props) => {
  if (limit === null) return <span>{taken === null || taken === undefined ? "No limit" : `${taken}, no limit`}</span>;
  const share = limit === 0 ? 100 : Math.min(100, ((taken ?? 0) / limit) * 100);
  const isFull = (taken ?? 0) >= limit;
  return (
    <Group gap={8} wrap="nowrap" display="inline-flex">
      <Progress
        value={share}
        size={6}
        w={44}
        color={isFull ? "var(--state-late)" : "var(--state-running)"}
        aria-label={`${taken ?? 0} of ${limit} slots taken`}
      />
      <Text size="sm" component="span" style={{ whiteSpace: "nowrap" }}>
        {(taken ?? 0).toLocaleString("en")} / {limit.toLocaleString("en")}
        {isFull && limit > 0 && " full"}
      </Text>
    </Group>
  );
};
