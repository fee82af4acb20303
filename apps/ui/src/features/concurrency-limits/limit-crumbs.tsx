import type { ReactNode } from "react";
import { AppLink } from "../../components/app-link.tsx";

export const limitCrumbs = (tab: "global" | "task-run"): readonly ReactNode[] => [
  <AppLink key="limits" to="/concurrency-limits" search={{ tab }} size="xs">
    Concurrency
  </AppLink>,
];
