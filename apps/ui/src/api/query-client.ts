import { isClientError } from "@millrace/client/browser";
import { QueryClient } from "@tanstack/react-query";

/** What may pass by itself: a server that is away, busy or has failed once. */
const mayPass = (error: unknown): boolean =>
  ["unreachable", "timeout", "busy", "unexpected"].some((kind) => isClientError(error) && error.kind === kind);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // A browser calls itself offline on a machine without an outside network, where the server may well be.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        gcTime: 300_000,
        retry: (count, error) => count < 2 && mayPass(error),
        refetchOnWindowFocus: true,
      },
    },
  });
