import { MultiSelect } from "@mantine/core";
import { IconBox, IconPlus } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { ClearButton } from "../../components/clear-button.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { blockColumns } from "./block-columns.tsx";
import { ResultStoragePanel } from "./result-storage-panel.tsx";
import { useBlockTypes } from "./use-block-types.ts";

const route = getRouteApi("/blocks");

const createButton = (
  <LinkButton to="/blocks/catalog" leftSection={<IconPlus size={15} />}>
    New block
  </LinkButton>
);

/** What the address asks for: a page of it and how much there is. */
const useBlocks = () => {
  const [{ rows }] = usePreferences();
  const { q = "", types = [], page = 1, limit = rows } = route.useSearch();
  const filters = {
    ...(q === "" ? {} : { block_documents: { name: { like_: q } } }),
    ...(types.length === 0 ? {} : { block_types: { slug: { any_: [...types] } } }),
  };
  const body = { ...filters, sort: "BLOCK_TYPE_AND_NAME_ASC", limit, offset: (page - 1) * limit } as const;
  const list = useCall("blockDocuments", "list", { body }, { keepPrevious: true });
  const count = useCall("blockDocuments", "count", { body: filters }, { keepPrevious: true });
  return { list, count: count.data ?? 0, q, types, page, limit };
};

export const BlocksPage = () => {
  useLive("prefect.block-document.");
  const { list, count, q, types, page, limit } = useBlocks();
  const known = useBlockTypes();
  const navigate = useNavigate({ from: "/blocks" });
  const change = (changes: object, replace = false): void =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...changes }), replace });
  const empty =
    q === "" && types.length === 0 ? (
      <EmptyState icon={IconBox} title="No blocks yet" action={createButton}>
        A block is configuration with a name: credentials, an address, a place for files. Flows load it, and secrets in it are kept
        encrypted.
      </EmptyState>
    ) : (
      <EmptyState title="No block matches" action={<ClearButton onClear={() => change({ q: undefined, types: undefined })} />} />
    );
  return (
    <>
      <PageHeader title="Blocks" actions={createButton} />
      <PageBody>
        <ResultStoragePanel />
        <DataTable
          name="blocks"
          label="Blocks"
          columns={blockColumns}
          rows={list.data}
          keyOf={({ id }) => id}
          nameOf={({ name, id }) => name ?? id}
          error={list.error}
          onRetry={() => void list.refetch()}
          onOpen={({ id }) => void navigate({ to: "/blocks/block/$id", params: { id } })}
          empty={empty}
          paging={{
            ...{ page, limit, count },
            pages: Math.max(1, Math.ceil(count / limit)),
            onPage: (next, length) => change({ page: next, limit: length }),
            onLimit: (next) => change({ limit: next }),
          }}
          toolbar={
            <>
              <SearchBox
                label="Search blocks by name"
                hint="Search by name"
                value={q}
                onChange={(value) => change({ q: value || undefined }, true)}
              />
              <MultiSelect
                size="xs"
                miw={200}
                aria-label="Types"
                {...(types.length === 0 ? { placeholder: "Any type" } : {})}
                searchable
                data={(known.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
                value={[...types]}
                onChange={(chosen) => change({ types: chosen.length === 0 ? undefined : chosen })}
              />
            </>
          }
        />
      </PageBody>
    </>
  );
};
