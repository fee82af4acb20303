import { type CreateEndpoint, closeCode } from "../../socket.ts";

/** `/task_runs/subscriptions/scheduled`: a task worker says which tasks it runs (events.md §3.5). */
export const scheduledTaskRuns: CreateEndpoint = () => ({
  open(socket) {
    let subscribed = false;
    return {
      receive(text) {
        if (subscribed) return;
        subscribed = true;
        const problem = findSubscribeProblem(text);
        if (problem !== undefined) socket.close(closeCode.badSubscription, `Protocol violation: ${problem}`);
      },
    };
  },
});

const findSubscribeProblem = (text: string): string | undefined => {
  const { type, keys, client_id } = parseObject(text);
  if (type !== "subscribe") return "expected 'subscribe' message";
  if (!Array.isArray(keys) || keys.length === 0) return "expected 'keys' in subscribe message";
  return typeof client_id === "string" && client_id !== "" ? undefined : "expected 'client_id' in subscribe message";
};

const parseObject = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};
