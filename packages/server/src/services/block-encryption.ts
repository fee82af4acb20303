import { renewEncryption } from "../features/blocks/renew-encryption.ts";
import type { Service } from "./service.ts";

const sweepSeconds = 24 * 3600;

/** Goes once through all blocks, so that the key of before is needed no longer. Keys change with a restart alone. */
export const createBlockEncryption = (): Service => {
  let after: string | undefined;
  let done = false;
  let closed: readonly string[] = [];
  return {
    name: "block-encryption",
    doc: "Encrypts the values of blocks anew that another key than the present one encrypted.",
    sweepSeconds,
    async runOnce(ctx) {
      if (done) return { more: false };
      const step = await renewEncryption(ctx, after);
      after = step.last;
      closed = [...closed, ...step.closed];
      if (after !== undefined) return { more: true };
      done = true;
      if (closed.length > 0) {
        ctx.log.warn(
          { blocks: closed.slice(0, 10), count: closed.length },
          "Blocks cannot be read: none of the keys in PREFECT_SERVER_ENCRYPTION_KEY opens them. Add the key they were encrypted with, after the present one, and start the server again.",
        );
      } else if (ctx.settings.encryptionKeys.length > 1) {
        // At each start, since one that was killed may have done all of the work and said nothing.
        ctx.log.warn({}, "All blocks are encrypted with the first key in PREFECT_SERVER_ENCRYPTION_KEY; the others may go.");
      }
      return { more: false };
    },
  };
};
