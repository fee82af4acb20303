import { type ClientError, isClientError } from "@millrace/client";
import type { Session } from "../session/session.ts";
import { keepLease } from "./leases.ts";

const leaseSeconds = 60;
const unlimitedSeconds = 5;

type Claimed = Awaited<ReturnType<Session["client"]["concurrencyLimits"]["claimLease"]>>;

const claim = async ({ client }: Session, names: readonly string[], taskRunId: string): Promise<Claimed | ClientError> => {
  try {
    const holder = { type: "task_run", id: taskRunId } as const;
    return await client.concurrencyLimits.claimLease({
      body: { names, slots: 1, mode: "concurrency", lease_duration: leaseSeconds, holder },
    });
  } catch (error) {
    if (isClientError(error, "locked") || isClientError(error, "not-found")) return error;
    throw error;
  }
};

export interface TagClaim {
  readonly id: string;
  readonly tags: readonly string[];
  /** Whether the run has ended while it waited. */
  readonly isOver: () => boolean;
  readonly warn: (message: string) => void;
}

/**
 * Takes a slot of each limit on the run's tags, waiting for one as long as it takes; gives the function that gives them back. That tags
 * have no limit is remembered for five seconds, so that runs of one task do not all ask (sdk.md §14).
 */
export const takeTagSlots = async (session: Session, { id, tags, isOver, warn }: TagClaim): Promise<() => Promise<void>> => {
  const { world, client, unlimitedTags } = session;
  const nothing = async (): Promise<void> => {};
  if (tags.length === 0) return nothing;
  const names = tags.map((tag) => `tag:${tag}`).toSorted();
  const key = names.join("\n");
  while (!isOver()) {
    if ((unlimitedTags.get(key) ?? 0) > world.nowMicros()) return nothing;
    const answer = await claim(session, names, id);
    if (isClientError(answer, "locked")) {
      await world.sleep(answer.retryAfter ?? 1);
      continue;
    }
    // A server without limits has none on these tags.
    if (answer instanceof Error || answer.limits.length === 0) {
      unlimitedTags.set(key, world.nowMicros() + unlimitedSeconds * 1_000_000);
      return nothing;
    }
    const { lease_id } = answer;
    const stop = keepLease(session, { id: lease_id, duration: leaseSeconds }, (error) =>
      warn(
        `The slots of its tags may be given to others, since the lease could not be renewed. ${error instanceof Error ? error.message : error}`,
      ),
    );
    return async () => {
      stop();
      await client.concurrencyLimits.releaseLease({ body: { lease_id } }).catch(() => {});
    };
  }
  return nothing;
};
