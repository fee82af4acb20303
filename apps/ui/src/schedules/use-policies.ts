import type { ClientError } from "@millrace/client/browser";
import type { PolicyOfSchedule } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";

/** The policies of a deployment's schedules, of those that have one; none from a server that keeps none. */
export const usePolicies = (deploymentId: string): UseQueryResult<readonly PolicyOfSchedule[], ClientError> =>
  useAnswer<readonly PolicyOfSchedule[]>(
    {
      noun: "schedulePolicies",
      name: "list",
      input: { id: deploymentId },
      ask: (api, signal) =>
        withFallback(
          { api, flag: "schedule-policies" },
          () => api.schedulePolicies.list({ id: deploymentId }, { signal }),
          async () => [],
        ),
    },
    { poll: 0 },
  );
