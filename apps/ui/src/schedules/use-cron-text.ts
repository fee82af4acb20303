import { useQuery } from "@tanstack/react-query";

/** A cron expression in words, as far as there are words for it. The words come when first needed. */
export const useCronText = (cron: string): string | undefined => {
  const { data } = useQuery({
    queryKey: ["cron-text", cron],
    queryFn: async () => {
      const { default: words } = await import("cronstrue");
      try {
        return words.toString(cron, { use24HourTimeFormat: true, verbose: false, throwExceptionOnParseError: true });
      } catch {
        return null;
      }
    },
    enabled: cron.trim() !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? undefined;
};
