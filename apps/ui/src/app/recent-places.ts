import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

/** The page of some thing that was looked at. */
export interface RecentPlace {
  readonly path: string;
  /** What the browser's tab said there. */
  readonly label: string;
  readonly kind: string;
}

const key = "millrace-recent";
const most = 8;

/** The pages of single things, by the beginning of their addresses. */
const kinds: readonly (readonly [start: string, kind: string])[] = [
  ["/runs/flow-run/", "Flow run"],
  ["/runs/task-run/", "Task run"],
  ["/flows/flow/", "Flow"],
  ["/deployments/deployment/", "Deployment"],
  ["/automations/automation/", "Automation"],
  ["/work-pools/work-pool/", "Work pool"],
  ["/concurrency-limits/concurrency-limit/", "Concurrency limit"],
  ["/artifacts/key/", "Artifact"],
  ["/artifacts/artifact/", "Artifact"],
  ["/blocks/block/", "Block"],
];

const kindOf = (path: string): string | undefined =>
  kinds.find(([start]) => path.startsWith(start) && !path.slice(start.length).includes("/"))?.[1];

/** Those looked at in this tab, the last first. */
export const listRecentPlaces = (): readonly RecentPlace[] => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]") as readonly RecentPlace[];
  } catch {
    return [];
  }
};

/** A page left before it was there has no title of its own, and is not noted. */
export const noteRecentPlace = (path: string, title: string): void => {
  const kind = kindOf(path);
  const label = title.match(/^(.+) · Millrace$/)?.[1];
  if (kind === undefined || label === undefined) return;
  const others = listRecentPlaces().filter((place) => place.path !== path);
  try {
    sessionStorage.setItem(key, JSON.stringify([{ path, label, kind }, ...others].slice(0, most)));
  } catch {
    // A browser that keeps nothing offers nothing recent.
  }
};

/** Notes each page of a thing when it is left, by when it has its title. */
export const useRecentPlaces = (): void => {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onBeforeNavigate", ({ fromLocation, pathChanged }) => {
        if (fromLocation !== undefined && pathChanged) noteRecentPlace(fromLocation.pathname, document.title);
      }),
    [router],
  );
};
