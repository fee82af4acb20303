import { Button, Pill } from "@mantine/core";
import { useCallbackRef } from "@mantine/hooks";
import type { Variable, VariableFilterInput, VariableSort } from "@millrace/contract";
import { IconPlus, IconVariable } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { useCommands } from "../../commands/commands-context.tsx";
import { ClearButton } from "../../components/clear-button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { variableColumns } from "./variable-columns.tsx";
import { VariableDialog } from "./variable-dialog.tsx";

const route = getRouteApi("/variables");

const sorts: readonly VariableSort[] = ["NAME_ASC", "NAME_DESC", "CREATED_DESC", "UPDATED_DESC"];

/** What the address asks for, a page of it and how much there is. */
const useVariables = () => {
  const [{ rows }] = usePreferences();
  const { q = "", tags = [], sort, page = 1, limit = rows } = route.useSearch();
  const variables: VariableFilterInput = {
    ...(q === "" ? {} : { name: { like_: q } }),
    ...(tags.length === 0 ? {} : { tags: { all_: [...tags] } }),
  };
  const order = sorts.find((each) => each === sort) ?? "NAME_ASC";
  const body = { variables, sort: order, limit, offset: (page - 1) * limit };
  const list = useCall("variables", "list", { body }, { keepPrevious: true });
  const count = useCall("variables", "count", { body: { variables } }, { keepPrevious: true });
  return { list, count: count.data ?? 0, order, page, limit, q, tags };
};

const useDialogs = () => {
  const [edited, setEdited] = useState<{ readonly variable: Variable | undefined }>();
  const [deleted, setDeleted] = useState<Variable>();
  const remove = useChange({
    change: (api, id: string) => api.variables.delete({ id }),
    touches: ["variables"],
    done: () => "Variable deleted",
  });
  const dialogs = (
    <>
      {edited !== undefined && <VariableDialog variable={edited.variable} onClose={() => setEdited(undefined)} />}
      <ConfirmDialog
        opened={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        title={`Delete ${deleted?.name ?? ""}?`}
        does="Delete"
        onConfirm={() => (deleted === undefined ? Promise.resolve() : remove.mutateAsync(deleted.id))}
      >
        Its value is gone for every flow and deployment that reads it. There is no way back.
      </ConfirmDialog>
    </>
  );
  return {
    dialogs,
    create: () => setEdited({ variable: undefined }),
    edit: (variable: Variable) => setEdited({ variable }),
    remove: setDeleted,
  };
};

export const VariablesPage = () => {
  useLive("prefect.variable.");
  const { list, count, order, page, limit, q, tags } = useVariables();
  const { dialogs, create, edit, remove } = useDialogs();
  const navigate = useNavigate({ from: "/variables" });
  const withoutPage = (changes: object): void => void navigate({ search: (old) => ({ ...old, page: undefined, ...changes }) });
  const columns = variableColumns({ onEdit: edit, onDelete: remove, onTag: (tag) => withoutPage({ tags: [...new Set([...tags, tag])] }) });
  const createNew = useCallbackRef(create);
  useCommands(useMemo(() => [{ id: "variable-new", label: "New variable", run: createNew }], [createNew]));
  const createButton = (
    <Button leftSection={<IconPlus size={15} />} onClick={create}>
      New variable
    </Button>
  );
  const empty =
    q === "" && tags.length === 0 ? (
      <EmptyState icon={IconVariable} title="No variables yet" action={createButton}>
        A variable is a small value that flows and deployments look up by its name, and that you can change without touching code.
      </EmptyState>
    ) : (
      <EmptyState title="No variable matches" action={<ClearButton onClear={() => withoutPage({ q: undefined, tags: undefined })} />} />
    );
  return (
    <>
      <PageHeader title="Variables" actions={createButton} />
      <PageBody>
        <DataTable
          name="variables"
          label="Variables"
          columns={columns}
          rows={list.data}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          error={list.error}
          onRetry={() => void list.refetch()}
          onOpen={edit}
          empty={empty}
          sorting={{ sort: order, onSort: (sort) => withoutPage({ sort }) }}
          paging={{
            ...{ page, limit, count },
            pages: Math.max(1, Math.ceil(count / limit)),
            onPage: (next, length) => void navigate({ search: (old) => ({ ...old, page: next, limit: length }) }),
            onLimit: (next) => withoutPage({ limit: next }),
          }}
          toolbar={
            <>
              <SearchBox
                label="Search variables by name"
                hint="Search by name"
                value={q}
                onChange={(value) =>
                  void navigate({
                    search: (old) => ({ ...old, page: undefined, q: value || undefined }),
                    replace: true,
                  })
                }
              />
              {tags.map((tag) => (
                <Pill
                  key={tag}
                  withRemoveButton
                  removeButtonProps={{ "aria-label": `Remove the tag ${tag}`, "aria-hidden": false, tabIndex: 0 }}
                  onRemove={() => withoutPage({ tags: tags.filter((each) => each !== tag) })}
                >
                  {tag}
                </Pill>
              ))}
            </>
          }
        />
        {dialogs}
      </PageBody>
    </>
  );
};
