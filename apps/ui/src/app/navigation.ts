import {
  IconActivity,
  IconBolt,
  IconBox,
  IconCalendarTime,
  IconChartBar,
  IconGauge,
  IconInfoCircle,
  IconLayoutDashboard,
  IconPackage,
  IconRipple,
  IconRocket,
  IconServer,
  IconSettings,
  IconTopologyStar3,
  IconVariable,
  type TablerIcon,
} from "@tabler/icons-react";

export interface Place {
  readonly label: string;
  /** Where it is; a typed route without parameters, but for the sections of the settings. */
  readonly to: string;
  readonly icon: TablerIcon;
  /** What is typed after `g` to get there. */
  readonly key: string;
  /** Other beginnings of addresses that belong to it. */
  readonly also?: readonly string[];
}

export interface PlaceGroup {
  readonly label: string;
  readonly places: readonly Place[];
}

/** Where one can go from anywhere. */
export const navigation: readonly PlaceGroup[] = [
  {
    label: "Monitor",
    places: [
      { label: "Overview", to: "/dashboard", icon: IconLayoutDashboard, key: "o" },
      { label: "Runs", to: "/runs", icon: IconActivity, key: "r", also: ["/flow-runs"] },
      { label: "Timeline", to: "/timeline", icon: IconCalendarTime, key: "t" },
      { label: "Events", to: "/events", icon: IconRipple, key: "e" },
    ],
  },
  {
    label: "Build",
    places: [
      { label: "Flows", to: "/flows", icon: IconTopologyStar3, key: "f" },
      { label: "Deployments", to: "/deployments", icon: IconRocket, key: "d" },
      { label: "Automations", to: "/automations", icon: IconBolt, key: "a" },
    ],
  },
  {
    label: "Infrastructure",
    places: [
      { label: "Work pools", to: "/work-pools", icon: IconServer, key: "p", also: ["/work-queues"] },
      { label: "Workers", to: "/workers", icon: IconChartBar, key: "w" },
      { label: "Concurrency", to: "/concurrency-limits", icon: IconGauge, key: "c" },
    ],
  },
  {
    label: "Assets",
    places: [
      { label: "Artifacts", to: "/artifacts", icon: IconPackage, key: "i" },
      { label: "Blocks", to: "/blocks", icon: IconBox, key: "b" },
      { label: "Variables", to: "/variables", icon: IconVariable, key: "v" },
    ],
  },
  {
    label: "System",
    places: [
      {
        label: "Settings",
        to: "/settings/appearance",
        icon: IconSettings,
        key: "s",
        also: ["/settings/time", "/settings/shortcuts", "/settings/server"],
      },
      { label: "About", to: "/settings/about", icon: IconInfoCircle, key: "h" },
    ],
  },
];

/** What can be made on a page of its own. */
export const creations: readonly Pick<Place, "label" | "to">[] = [
  { label: "Create a deployment", to: "/deployments/create" },
  { label: "Create an automation", to: "/automations/create" },
  { label: "Create a work pool", to: "/work-pools/create" },
  { label: "Create a block", to: "/blocks/catalog" },
];

const belongs = (path: string, start: string): boolean => path === start || path.startsWith(`${start}/`);

/** Whether a path of the pages is part of a place. */
export const isAt = ({ to, also = [] }: Place, path: string): boolean => [to, ...also].some((start) => belongs(path, start));
