import { type Exchange, isRaw } from "../corpus/exchange.ts";

export interface Answer {
  readonly exchange: Exchange;
  readonly status: number;
  /** JSON where it is JSON. */
  readonly body: unknown;
}

type Kept = Map<string, string>;

const fillIn = (value: unknown, kept: Kept): unknown => {
  if (typeof value === "string") return value.replaceAll(/\$([a-z]+)/g, (text, name: string) => kept.get(name) ?? text);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, kept));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, kept)]));
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const sleep = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

const send = async (url: string, [ask, body]: Exchange, kept: Kept): Promise<Pick<Answer, "status" | "body">> => {
  const [method = "GET", path = "/"] = String(fillIn(ask, kept)).split(" ");
  const text = body === undefined ? undefined : isRaw(body) ? body.raw : JSON.stringify(fillIn(body, kept));
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: "manual",
      headers: { "content-type": "application/json" },
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = { status: response.status, body: parse(await response.text()) };
    // The reference answers 503 while its database is busy.
    if (response.status !== 503 || attempt === 20) return answer;
    await sleep(200);
  }
};

const keep = (kept: Kept, name: string, body: unknown): void => {
  const [as = name, ...path] = name.split(".");
  const found = (path.length === 0 ? ["id"] : path).reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined),
    body,
  );
  if (typeof found !== "string") throw new Error(`The answer kept as ${as} has no ${path.join(".") || "id"}: ${JSON.stringify(body)}`);
  kept.set(as, found);
};

/** Polls, which either server notes after its answer: what was polled is ready from then on. */
const polls = /(?:\/get_runs|\/get_scheduled_flow_runs)$/;
const untilNotedMillis = 1000;

/** Sends the exchanges one after the other, and notes what each got. */
export const replay = async (url: string, exchanges: readonly Exchange[]): Promise<readonly Answer[]> => {
  const kept: Kept = new Map();
  const answers: Answer[] = [];
  for (const exchange of exchanges) {
    const answer = await send(url, exchange, kept);
    if (exchange[2] !== undefined) keep(kept, exchange[2], answer.body);
    answers.push({ exchange, ...answer });
    if (polls.test(exchange[0]) && answer.status < 300) await sleep(untilNotedMillis);
  }
  return answers;
};
