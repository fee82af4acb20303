import { useEffect, useState } from "react";

/** Milliseconds since 1970, anew at this interval while `ticking`. */
export const useNow = (ticking = true, interval = 1_000): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [ticking, interval]);
  return now;
};
