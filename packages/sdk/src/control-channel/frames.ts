/** The channel between a process that runs a flow and the one that started it (sdk.md §3, workers.md §15). */
import type { Intent } from "../engine/control.ts";

/** Sent after the token: version 2, with receipts. */
export const negotiation = Uint8Array.of(0, 0x50, 0x46, 2, 1);
export const acknowledgement = "a".charCodeAt(0);
export const receiptMark = 1;
export const receiptAcknowledgement = 2;
export const maxReceiptBytes = 4096;

export const intentBytes: Readonly<Record<Intent, number>> = {
  cancel: "c".charCodeAt(0),
  reschedule: "r".charCodeAt(0),
  relinquish: "q".charCodeAt(0),
};

export const findIntent = (byte: number): Intent | undefined => {
  if (byte === intentBytes.cancel) return "cancel";
  if (byte === intentBytes.reschedule) return "reschedule";
  return byte === intentBytes.relinquish ? "relinquish" : undefined;
};

/** How a run ended, as its process tells its supervisor. */
export interface Receipt {
  readonly disposition: "STATE_REPORTED" | "ORCHESTRATION_ABORTED";
  readonly state_id?: string | null;
  readonly state_type?: string | null;
  readonly state_name?: string | null;
}

/** A mark, the length as four bytes, the receipt as JSON. */
export const printReceipt = (receipt: Receipt): Buffer => {
  const text = Buffer.from(JSON.stringify(receipt));
  const head = Buffer.alloc(5);
  head[0] = receiptMark;
  head.writeUInt32BE(text.length, 1);
  return Buffer.concat([head, text]);
};
