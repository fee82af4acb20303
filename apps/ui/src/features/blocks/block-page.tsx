import { Group, Stack, Tabs, Text } from "@mantine/core";
import type { BlockDocument } from "@millrace/contract";
import { IconPencil } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { BlockLogo } from "../../components/block-logo.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { Snippet } from "../../components/snippet.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { BlockMenu } from "./block-menu.tsx";
import { TypeFacts } from "./block-type-page.tsx";
import classes from "./blocks.module.css";
import { pythonSnippet, typescriptSnippet } from "./snippets.ts";

const route = getRouteApi("/blocks/block/$id");

const Snippets = ({ block: { name, block_type } }: { readonly block: BlockDocument }) => {
  const about = { slug: block_type?.slug ?? "", name: name ?? "", example: block_type?.code_example ?? null };
  return (
    <Panel title="Use it in code">
      <Tabs defaultValue="python">
        <Tabs.List aria-label="Language">
          <Tabs.Tab value="python">Python</Tabs.Tab>
          <Tabs.Tab value="typescript">TypeScript</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="python" pt="sm">
          <Snippet text={pythonSnippet(about)} label="the Python code" />
        </Tabs.Panel>
        <Tabs.Panel value="typescript" pt="sm">
          <Snippet text={typescriptSnippet(about)} label="the TypeScript code" />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
};

const Content = ({ block }: { readonly block: BlockDocument }) => (
  <div className={classes.columns}>
    <Stack gap="md">
      {!block.is_anonymous && <Snippets block={block} />}
      <Panel title="Values">
        {Object.keys(block.data).length === 0 ? (
          <Text size="sm" c="dimmed">
            None were given.
          </Text>
        ) : (
          <JsonView value={block.data} label="the values" />
        )}
      </Panel>
    </Stack>
    <Stack gap="md">
      {block.block_type !== null && <TypeFacts type={block.block_type} />}
      <Panel title="Facts">
        <KeyValues
          entries={[
            { label: "Created", value: <Instant at={block.created} /> },
            { label: "Updated", value: <Instant at={block.updated} /> },
            { label: "Id", value: block.id },
          ]}
        />
      </Panel>
    </Stack>
  </div>
);

export const BlockPage = () => {
  const { id } = route.useParams();
  const navigate = useNavigate();
  useLive("prefect.block-document.");
  const query = useCall("blockDocuments", "get", { id });
  return (
    <LoadedPage query={query} title="Block" what="block">
      {(block) => (
        <>
          <PageHeader
            title={block.name ?? id}
            badge={block.block_type === null ? undefined : <BlockLogo type={block.block_type} size={22} />}
            crumbs={[
              <AppLink key="blocks" to="/blocks" size="xs">
                Blocks
              </AppLink>,
            ]}
            description={block.block_type_name ?? ""}
            actions={
              <Group gap="xs">
                <LinkButton to="/blocks/block/$id/edit" params={{ id }} variant="default" leftSection={<IconPencil size={15} />}>
                  Edit
                </LinkButton>
                <BlockMenu block={block} onDeleted={() => void navigate({ to: "/blocks" })} />
              </Group>
            }
          />
          <PageBody>
            <Content block={block} />
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
