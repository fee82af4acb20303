import { useEffect, useRef } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useLiveStatus } from "../../api/live-context.tsx";

/**
 * Asks again at the moment (milliseconds since 1970) from which on what is shown may be wrong, where no event tells of workers that
 * are gone; never while there is none.
 */
export const useDueAgain = (due: number | undefined, askAgain: () => void): void => {
  const isLive = useLiveStatus() === "live";
  const isTold = useApi().offers("worker-events") && isLive;
  const moment = isTold ? undefined : due;
  const current = useRef(askAgain);
  useEffect(() => {
    current.current = askAgain;
  });
  useEffect(() => {
    if (moment === undefined) return undefined;
    const timer = setTimeout(() => current.current(), Math.max(1_000, moment - Date.now()));
    return () => clearTimeout(timer);
  }, [moment]);
};
