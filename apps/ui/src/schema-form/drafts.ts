import type { Json } from "@millrace/contract";
import { useCallback, useState } from "react";
import { parseJson } from "./json.ts";

export interface Draft<T> {
  /** What was typed before and never sent; undefined when there is nothing. */
  readonly draft: T | undefined;
  readonly save: (value: T) => void;
  readonly clear: () => void;
}

/** Keeps what is being typed until the tab is closed, so that a reload, an expired login or a wrong turn costs nothing. */
export const useDraft = <T extends Json>(key: string): Draft<T> => {
  const name = `millrace:draft:${key}`;
  const [draft] = useState(() => readDraft<T>(name));
  const save = useCallback((value: T) => writeDraft(name, JSON.stringify(value)), [name]);
  const clear = useCallback(() => sessionStorage.removeItem(name), [name]);
  return { draft, save, clear };
};

const readDraft = <T extends Json>(name: string): T | undefined => {
  const text = sessionStorage.getItem(name);
  // The key belongs to one form, which is all that ever wrote here.
  return text === null ? undefined : (parseJson(text)?.value as T | undefined);
};

/** A store that is full or switched off keeps no drafts; the form works all the same. */
const writeDraft = (name: string, text: string): void => {
  try {
    sessionStorage.setItem(name, text);
  } catch {}
};
