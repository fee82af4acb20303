import { formatDuration } from "./format-time.ts";
import { useNow } from "./use-now.ts";

type Props =
  | { readonly seconds: number | null | undefined; readonly since?: undefined }
  /** Still running since then, after so many seconds before: it ticks. */
  | { readonly since: string; readonly seconds?: number | null | undefined };

/** A length of time. With `since` it grows each second. */
export const Duration = ({ seconds, since }: Props) => {
  const now = useNow(since !== undefined);
  const running = since === undefined ? 0 : Math.max(0, (now - new Date(since).getTime()) / 1000);
  if (since === undefined && (seconds === null || seconds === undefined)) return <span>–</span>;
  return <span style={{ whiteSpace: "nowrap" }}>{formatDuration((seconds ?? 0) + running)}</span>;
};
