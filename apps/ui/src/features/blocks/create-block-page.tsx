import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { useInlineBlocks } from "../../new-block/inline-blocks.tsx";
import { NewBlock } from "../../new-block/new-block.tsx";
import { TypeFacts } from "./block-type-page.tsx";
import classes from "./blocks.module.css";

const route = getRouteApi("/blocks/catalog/$slug/create");

export const CreateBlockPage = () => {
  const { slug } = route.useParams();
  const navigate = useNavigate();
  const { blocks, dialogs } = useInlineBlocks("document");
  const query = useCall("blockTypes", "getBySlug", { slug });
  return (
    <LoadedPage query={query} title="Create a block" what="block type">
      {(type) => (
        <>
          <PageHeader
            title={`Create a block: ${type.name}`}
            crumbs={[
              <AppLink key="blocks" to="/blocks" size="xs">
                Blocks
              </AppLink>,
              <AppLink key="catalog" to="/blocks/catalog" size="xs">
                Catalog
              </AppLink>,
              <AppLink key="type" to="/blocks/catalog/$slug" params={{ slug }} size="xs">
                {type.name}
              </AppLink>,
            ]}
          />
          <PageBody>
            <div className={classes.columns}>
              <NewBlock
                type={type}
                blocks={blocks}
                onCreated={({ id }) => void navigate({ to: "/blocks/block/$id", params: { id } })}
                onCancel={() => void navigate({ to: "/blocks/catalog/$slug", params: { slug } })}
              />
              <TypeFacts type={type} />
            </div>
            {dialogs}
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
