/** A row of an answer, as the wire spells it. */
export type Row = Readonly<Record<string, unknown>>;

export interface Api {
  get<T = Row>(path: string): Promise<T>;
  post<T = readonly Row[]>(path: string, body: unknown): Promise<T>;
}

const readAnswer = async <T>(method: string, path: string, response: Response): Promise<T> => {
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
};

/** Reads a server's API as any HTTP client would. The reference answers 503 while its database is busy; those calls are repeated. */
export const createApi = (url: string, headers: Readonly<Record<string, string>> = {}): Api => {
  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.status !== 503 || attempt === 10) return readAnswer(method, path, response);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  return { get: (path) => send("GET", path), post: (path, body) => send("POST", path, body) };
};
