import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { GlobalConcurrencyLimit, TagConcurrencyLimit } from "@millrace/contract";
import { IconGauge, IconPlus, IconTags } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useCall } from "../../api/use-call.ts";
import { ClearButton } from "../../components/clear-button.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { globalLimitColumns, tagLimitColumns } from "./limit-columns.tsx";
import { LimitDialog } from "./limit-dialog.tsx";
import { TagLimitDialog } from "./tag-limit-dialog.tsx";

interface Props {
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

const most = 200;
const tagPrefix = "tag:";

const Toolbar = ({ query, onQuery, button }: Props & { readonly button: ReactNode }) => (
  <Group gap="xs">
    <SearchBox label="Search limits" value={query} onChange={(value) => onQuery(value)} />
    {button}
  </Group>
);

const includes = (text: string, query: string): boolean => text.toLowerCase().includes(query.trim().toLowerCase());

/** Limits that anything may ask for by name. Those of tags, which are kept among them, have a tab of their own. */
export const GlobalLimitsTab = ({ query, onQuery }: Props) => {
  const navigate = useNavigate();
  const [isCreating, dialog] = useDisclosure();
  const { data, error, refetch } = useCall("concurrencyLimits", "list", { body: { limit: most } });
  const all = data?.filter(({ name }) => !name.startsWith(tagPrefix));
  const create = (
    <Button leftSection={<IconPlus size={15} />} onClick={dialog.open}>
      Create a limit
    </Button>
  );
  const empty =
    all?.length === 0 ? (
      <EmptyState icon={IconGauge} title="No global limits yet" action={create}>
        Flows and tasks ask a limit for slots by its name, wherever they run: to spare a database, or to keep to the rate of an API.
      </EmptyState>
    ) : (
      <EmptyState title="No limit matches" action={<ClearButton onClear={() => onQuery("")} />} />
    );
  return (
    <>
      <DataTable<GlobalConcurrencyLimit>
        name="global-limits"
        label="Global concurrency limits"
        columns={globalLimitColumns}
        rows={all?.filter(({ name }) => includes(name, query))}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        error={error}
        onRetry={() => void refetch()}
        onOpen={({ id }) => void navigate({ to: "/concurrency-limits/concurrency-limit/$id", params: { id } })}
        empty={empty}
        toolbar={<Toolbar query={query} onQuery={onQuery} button={create} />}
      />
      {isCreating && <LimitDialog onClose={dialog.close} />}
    </>
  );
};

/** Limits on the task runs that carry a tag. */
export const TagLimitsTab = ({ query, onQuery }: Props) => {
  const navigate = useNavigate();
  const [isCreating, dialog] = useDisclosure();
  const { data, error, refetch } = useCall("concurrencyLimits", "listForTags", { body: { limit: most } });
  const create = (
    <Button leftSection={<IconPlus size={15} />} onClick={dialog.open}>
      Limit a tag
    </Button>
  );
  const empty =
    data?.length === 0 ? (
      <EmptyState icon={IconTags} title="No tag is limited yet" action={create}>
        A limited tag lets only so many task runs that carry it run at once; the others wait.
      </EmptyState>
    ) : (
      <EmptyState title="No tag matches" action={<ClearButton onClear={() => onQuery("")} />} />
    );
  return (
    <>
      <DataTable<TagConcurrencyLimit>
        name="tag-limits"
        label="Limits of tags"
        columns={tagLimitColumns}
        rows={data?.filter(({ tag }) => includes(tag, query))}
        keyOf={({ id }) => id}
        nameOf={({ tag }) => tag}
        error={error}
        onRetry={() => void refetch()}
        onOpen={({ id }) => void navigate({ to: "/concurrency-limits/concurrency-limit/$id", params: { id } })}
        empty={empty}
        toolbar={<Toolbar query={query} onQuery={onQuery} button={create} />}
      />
      {isCreating && <TagLimitDialog onClose={dialog.close} />}
    </>
  );
};
