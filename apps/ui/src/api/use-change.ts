import type { ClientError } from "@millrace/client/browser";
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Api } from "./api.ts";
import { useApi } from "./api-context.tsx";
import type { Noun } from "./keys.ts";
import { useSay } from "./say-context.tsx";

interface Change<In, Out> {
  readonly change: (api: Api, input: In) => Promise<Out>;
  /** Nouns whose queries are asked again afterwards. */
  readonly touches: readonly Noun[];
  /** What to tell people once it is done. */
  readonly done?: (output: Out, input: In) => string;
  /** What was attempted, such as "Delete the variable": a failure is told under it with the server's reason. Without it, the caller shows `error`. */
  readonly does?: string;
}

/** Changes something at the server, tells how it went and asks again for what may have changed. */
export const useChange = <In = void, Out = unknown>({
  change,
  touches,
  done,
  does,
}: Change<In, Out>): UseMutationResult<Out, ClientError, In> => {
  const api = useApi();
  const queries = useQueryClient();
  const say = useSay();
  return useMutation<Out, ClientError, In>({
    mutationFn: (input) => change(api, input),
    onSuccess: (output, input) => {
      const text = done?.(output, input);
      if (text !== undefined) say.done(text);
    },
    onError: (error) => {
      if (does !== undefined) say.failed(does, error);
    },
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey: [noun] }) => touches.some((touched) => touched === noun) }),
  });
};
