import { compareInstants, type Instant, type OrchestrationResult } from "@millrace/contract";
import { Reply } from "../../context.ts";

/** 201 when the request made a new state, 200 when the answer shows an older one (server.md §2.4). */
export const stateReply = (result: OrchestrationResult, requestedAt: Instant): Reply<OrchestrationResult> =>
  new Reply(result.state !== null && compareInstants(result.state.timestamp, requestedAt) >= 0 ? 201 : 200, result);
