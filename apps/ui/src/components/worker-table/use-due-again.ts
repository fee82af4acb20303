import { useEffect, useRef } from "react";

/** Asks again at the moment (milliseconds since 1970) from which on what is shown may be wrong; never while there is none. */
export const useDueAgain = (due: number | undefined, askAgain: () => void): void => {
  const current = useRef(askAgain);
  useEffect(() => {
    current.current = askAgain;
  });
  useEffect(() => {
    if (due === undefined) return undefined;
    const timer = setTimeout(() => current.current(), Math.max(1_000, due - Date.now()));
    return () => clearTimeout(timer);
  }, [due]);
};
