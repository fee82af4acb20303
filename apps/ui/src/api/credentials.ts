const key = "millrace.credentials";

/** The `user:password` of this browser: for this tab's life, or until logout when it is to be remembered. */
export interface Credentials {
  readonly get: () => string | undefined;
  readonly set: (text: string, options: { readonly remember: boolean }) => void;
  readonly clear: () => void;
}

/** Storage may be forbidden or full; a page then keeps what it was told until it is closed. */
const attempt = <T>(use: () => T): T | undefined => {
  try {
    return use();
  } catch {
    return undefined;
  }
};

export const createCredentials = (): Credentials => {
  let given: string | undefined;
  return {
    get: () => given ?? attempt(() => sessionStorage.getItem(key) ?? localStorage.getItem(key)) ?? undefined,
    set: (text, { remember }) => {
      given = text;
      attempt(() => (remember ? localStorage : sessionStorage).setItem(key, text));
    },
    clear: () => {
      given = undefined;
      attempt(() => sessionStorage.removeItem(key));
      attempt(() => localStorage.removeItem(key));
    },
  };
};

/** The header's value: UTF-8 before base64, so that any password works. */
export const basicAuthorization = (credentials: string): string => {
  const bytes = new TextEncoder().encode(credentials);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
};
