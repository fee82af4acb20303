import type { ClientError } from "@millrace/client/browser";
import type { UseQueryResult } from "@tanstack/react-query";
import { useAnswer } from "../../api/use-call.ts";
import { readWorkerKinds, type WorkerKind } from "./job-template.ts";

/** The kinds of worker there are, with the template that pools of each begin with. */
export const useWorkerKinds = (): UseQueryResult<readonly WorkerKind[], ClientError> =>
  useAnswer<readonly WorkerKind[]>(
    {
      noun: "collections",
      name: "worker-kinds",
      input: {},
      ask: async (api, signal) => readWorkerKinds(await api.collections.getView({ view: "aggregate-worker-metadata" }, { signal })),
    },
    { poll: 0 },
  );
