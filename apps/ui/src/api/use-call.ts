import type { ClientError } from "@millrace/client/browser";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { Api, ApiMethods } from "./api.ts";
import { useApi } from "./api-context.tsx";
import { keyOf, type Noun } from "./keys.ts";
import { useLiveStatus } from "./live-context.tsx";

export interface CallRules {
  readonly enabled?: boolean;
  /** Seconds between two askings while the page is not live; 15 unless given, 0 for never. */
  readonly poll?: number;
  /** Shows the answer of the last input until the next one's comes: for paging and filters. */
  readonly keepPrevious?: boolean;
}

type AnyMethod = (input: never, options: { readonly signal: AbortSignal }) => Promise<unknown>;
type MethodIn<N extends Noun, K extends keyof ApiMethods[N]> = Extract<ApiMethods[N][K], AnyMethod>;
export type InputOf<N extends Noun, K extends keyof ApiMethods[N]> = Parameters<MethodIn<N, K>>[0];
export type ReplyOf<N extends Noun, K extends keyof ApiMethods[N]> = Awaited<ReturnType<MethodIn<N, K>>>;

interface Question<T> {
  readonly noun: Noun;
  readonly name: string;
  readonly input: unknown;
  readonly ask: (api: Api, signal: AbortSignal) => Promise<T>;
}

/** The answer to a question of one's own, which may take several calls or `withFallback`; kept under its noun, name and input. */
export const useAnswer = <T>({ noun, name, input, ask }: Question<T>, rules: CallRules = {}): UseQueryResult<T, ClientError> => {
  const api = useApi();
  const isLive = useLiveStatus() === "live";
  const { enabled = true, poll = 15, keepPrevious = false } = rules;
  return useQuery<T, ClientError>({
    queryKey: keyOf(noun, name, input),
    queryFn: ({ signal }) => ask(api, signal),
    enabled,
    refetchInterval: isLive || poll === 0 ? false : poll * 1000,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
};

/** The answer of one route: `useCall("flowRuns", "list", { body })`. */
export const useCall = <N extends Noun, K extends Extract<keyof ApiMethods[N], string>>(
  noun: N,
  name: K,
  ...[input, rules]: undefined extends InputOf<N, K> ? [InputOf<N, K>?, CallRules?] : [InputOf<N, K>, CallRules?]
): UseQueryResult<ReplyOf<N, K>, ClientError> =>
  useAnswer(
    {
      noun,
      name,
      input,
      ask: (api, signal) => {
        const method = api[noun][name] as unknown as (given: unknown, options: object) => Promise<ReplyOf<N, K>>;
        return method(input, { signal });
      },
    },
    rules,
  );
