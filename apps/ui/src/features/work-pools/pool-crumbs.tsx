import type { ReactNode } from "react";
import { AppLink } from "../../components/app-link.tsx";

/** From the list of pools down to a pool, or to a queue of it. */
export const poolCrumbs = (name: string, queue?: string): readonly ReactNode[] => [
  <AppLink key="pools" to="/work-pools" size="xs">
    Work pools
  </AppLink>,
  <AppLink key="pool" to="/work-pools/work-pool/$name" params={{ name }} size="xs">
    {name}
  </AppLink>,
  ...(queue === undefined
    ? []
    : [
        <AppLink key="queue" to="/work-pools/work-pool/$name/queue/$queue" params={{ name, queue }} size="xs">
          {queue}
        </AppLink>,
      ]),
];
