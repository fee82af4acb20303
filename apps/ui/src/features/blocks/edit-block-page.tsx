import type { BlockDocument, JsonObject } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../../components/app-link.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { BlockForm } from "../../new-block/block-form.tsx";
import { useInlineBlocks } from "../../new-block/inline-blocks.tsx";
import { blockFormValues } from "../../schema-form/block-values.ts";

const route = getRouteApi("/blocks/block/$id/edit");

const nothing: JsonObject = {};

/** Secrets are asterisks here; those that are sent back unchanged keep their value. */
const EditForm = ({ block }: { readonly block: BlockDocument }) => {
  const { id } = block;
  const navigate = useNavigate();
  const { blocks, dialogs } = useInlineBlocks("document");
  const initial = useMemo(() => ({ name: block.name ?? "", data: blockFormValues(block) }), [block]);
  const open = (): void => void navigate({ to: "/blocks/block/$id", params: { id } });
  const save = useChange<JsonObject>({
    change: (api, data) => api.blockDocuments.update({ id, body: { data, merge_existing_data: false } }),
    touches: ["blockDocuments", "blockTypes"],
    done: () => `Saved ${block.name ?? "the block"}`,
  });
  return (
    <>
      <BlockForm
        fields={block.block_schema?.fields ?? nothing}
        initial={initial}
        blocks={blocks}
        isNamed
        onSave={async ({ data }) => {
          await save.mutateAsync(data);
          open();
        }}
        onCancel={open}
        does="Save"
      />
      {dialogs}
    </>
  );
};

export const EditBlockPage = () => {
  const { id } = route.useParams();
  const query = useCall("blockDocuments", "get", { id });
  return (
    <LoadedPage query={query} title="Edit a block" what="block">
      {(block) => (
        <>
          <PageHeader
            title={`Edit ${block.name ?? id}`}
            crumbs={[
              <AppLink key="blocks" to="/blocks" size="xs">
                Blocks
              </AppLink>,
              <AppLink key="block" to="/blocks/block/$id" params={{ id }} size="xs">
                {block.name ?? id}
              </AppLink>,
            ]}
            description="Secrets show as asterisks. Leave them as they are to keep them."
          />
          <PageBody>
            <EditForm block={block} />
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
