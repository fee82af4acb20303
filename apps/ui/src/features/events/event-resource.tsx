import { Group, Text } from "@mantine/core";
import type { ReceivedEvent } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";

type Labels = ReceivedEvent["resource"];

/** What a resource is, from its id: `prefect.flow-run.<id>` is a flow run, and what follows is its own. */
const readId = (id: string): { readonly kind: string; readonly own: string } => {
  const [, kind = "", own = id] = /^prefect\.([a-z-]+)\.(.+)$/.exec(id) ?? [];
  return { kind, own };
};

const pages = {
  "flow-run": "/runs/flow-run/$id",
  "task-run": "/runs/task-run/$id",
  flow: "/flows/flow/$id",
  deployment: "/deployments/deployment/$id",
  "work-queue": "/work-queues/work-queue/$id",
  automation: "/automations/automation/$id",
  "block-document": "/blocks/block/$id",
  artifact: "/artifacts/artifact/$id",
} as const;

const hasPage = (kind: string): kind is keyof typeof pages => kind in pages;

interface TargetProps {
  readonly kind: string;
  readonly own: string;
  /** Undefined where the event does not say. */
  readonly name: string | undefined;
}

const Target = ({ kind, own, name }: TargetProps) => {
  if (hasPage(kind))
    return (
      <AppLink to={pages[kind]} params={{ id: own }} size="sm">
        {name ?? own}
      </AppLink>
    );
  // The pages of pools go by their names, not ids.
  if (kind === "work-pool" && name !== undefined)
    return (
      <AppLink to="/work-pools/work-pool/$name" params={{ name }} size="sm">
        {name}
      </AppLink>
    );
  return <span style={{ overflowWrap: "anywhere" }}>{name ?? own}</span>;
};

export const resourceIdOf = (labels: Labels): string => labels["prefect.resource.id"] ?? "";

/** A resource of an event by kind and name, as a link where it has a page. */
export const EventResource = ({ labels }: { readonly labels: Labels }) => {
  const { kind, own } = readId(resourceIdOf(labels));
  const role = labels["prefect.resource.role"];
  const what = (kind || role || "").replaceAll("-", " ");
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex">
      {what !== "" && (
        <Text size="xs" c="dimmed" component="span" style={{ whiteSpace: "nowrap" }}>
          {what}
        </Text>
      )}
      <Target kind={kind} own={own} name={labels["prefect.resource.name"] ?? labels["prefect.name"]} />
    </Group>
  );
};
