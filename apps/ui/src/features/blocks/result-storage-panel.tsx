import { Button, Group, Select, Text } from "@mantine/core";
import { useState } from "react";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../../components/app-link.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { Panel } from "../../components/panel.tsx";

/** Blocks that files can be written to. */
const writable = { block_schemas: { block_capabilities: { all_: ["write-path"] } }, limit: 200 } as const;

const useStorage = () => {
  const storage = useCall("admin", "getStorage", undefined, { poll: 0 });
  const choices = useCall("blockDocuments", "list", { body: writable }, { poll: 0 });
  const set = useChange<string>({
    change: (api, id) => api.admin.setStorage({ body: { default_result_storage_block_id: id } }),
    touches: ["admin"],
    done: () => "Results are kept there from now on",
    does: "Set the default result storage",
  });
  const clear = useChange({
    change: (api) => api.admin.clearStorage(),
    touches: ["admin"],
    done: () => "There is no default result storage any more",
  });
  return { storage, choices, set, clear };
};

/** Where results go that name no storage of their own. A server that does not know the setting shows nothing here. */
export const ResultStoragePanel = () => {
  const { storage, choices, set, clear } = useStorage();
  const [isClearing, setClearing] = useState(false);
  const id = storage.data?.default_result_storage_block_id ?? null;
  const listed = (choices.data ?? []).map((block) => ({
    value: block.id,
    label: `${block.block_type_name ?? "block"}/${block.name ?? block.id}`,
  }));
  const options = id === null || listed.some(({ value }) => value === id) ? listed : [...listed, { value: id, label: id }];
  if (storage.error?.kind === "not-found") return null;
  return (
    <Panel title="Default result storage">
      {storage.error !== null ? (
        <ErrorCard error={storage.error} onRetry={() => void storage.refetch()} />
      ) : (
        <Group gap="sm" align="center">
          <Text size="sm" c="dimmed" flex={1} miw={240}>
            Where runs keep results whose flow names no storage of its own.
            {listed.length === 0 && choices.data !== undefined && " No block here can keep files yet."}
          </Text>
          <Select
            aria-label="Default result storage"
            placeholder="The machine of each run"
            w={260}
            searchable
            allowDeselect={false}
            data={options}
            value={id}
            disabled={storage.data === undefined || set.isPending}
            onChange={(chosen) => chosen !== null && chosen !== id && set.mutate(chosen)}
          />
          {id !== null && (
            <>
              <AppLink to="/blocks/block/$id" params={{ id }} size="sm">
                Open
              </AppLink>
              <Button variant="default" onClick={() => setClearing(true)}>
                Clear
              </Button>
            </>
          )}
        </Group>
      )}
      <ConfirmDialog
        opened={isClearing}
        onClose={() => setClearing(false)}
        title="Clear the default result storage?"
        does="Clear"
        onConfirm={() => clear.mutateAsync()}
      >
        Results of later runs stay on the machine of each run. Those that are kept already stay where they are.
      </ConfirmDialog>
    </Panel>
  );
};
