import type { DiagnosisCause } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";

type Blocker = NonNullable<DiagnosisCause["link"]>;

const words: Readonly<Record<Blocker["kind"], string>> = {
  "work-pool": "work pool",
  "work-queue": "work queue",
  worker: "worker",
  deployment: "deployment",
  "concurrency-limit": "limit",
  "flow-run": "run",
  "task-run": "task run",
};

/** Leads to what stands in the way, as far as it has a page. */
export const BlockerLink = ({ blocker: { kind, id, name } }: { readonly blocker: Blocker }) => {
  const label = `${words[kind]} ${name ?? id ?? ""}`.trim();
  if (kind === "worker")
    return (
      <AppLink to="/workers" size="sm">
        {label}
      </AppLink>
    );
  if (kind === "work-pool" && name !== null)
    return (
      <AppLink to="/work-pools/work-pool/$name" params={{ name }} size="sm">
        {label}
      </AppLink>
    );
  if (id === null || kind === "work-pool") return <span>{label}</span>;
  const params = { id };
  const to = {
    "work-queue": "/work-queues/work-queue/$id",
    deployment: "/deployments/deployment/$id",
    "concurrency-limit": "/concurrency-limits/concurrency-limit/$id",
    "flow-run": "/runs/flow-run/$id",
    "task-run": "/runs/task-run/$id",
  } as const;
  return (
    <AppLink to={to[kind]} params={params} size="sm">
      {label}
    </AppLink>
  );
};
