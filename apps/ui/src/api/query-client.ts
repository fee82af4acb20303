import { isClientError } from "@millrace/client/browser";
import { QueryClient } from "@tanstack/react-query";

/** What may pass by itself: a server that is away, busy or has failed once. */
const mayPass = (error: unknown): boolean =>
  ["unreachable", "timeout", "busy", "unexpected"].some((kind) => isClientError(error) && error.kind === kind);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 300_000,
        retry: (count, error) => count < 2 && mayPass(error),
        refetchOnWindowFocus: true,
      },
    },
  });
