import { Anchor, Group, Stack, Text } from "@mantine/core";
import type { BlockType } from "@millrace/contract";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { BlockLogo } from "../../components/block-logo.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { Markdown } from "../../components/markdown.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { useLatestSchema } from "../../new-block/use-latest-schema.ts";
import classes from "./blocks.module.css";

const route = getRouteApi("/blocks/catalog/$slug");

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

/** What a type of block is about, beside what is made of it. */
export const TypeFacts = ({ type }: { readonly type: BlockType }) => {
  const { schema } = useLatestSchema(type.id);
  const { documentation_url: documentation } = type;
  return (
    <Panel title={type.name}>
      <Stack gap="sm">
        {type.description !== null && <Text size="sm">{type.description}</Text>}
        <KeyValues
          entries={[
            { label: "Slug", value: type.slug },
            { label: "Can", value: schema === undefined || schema.capabilities.length === 0 ? undefined : schema.capabilities.join(", ") },
            { label: "Version", value: schema?.version },
            {
              label: "Documentation",
              value:
                documentation === null || !isWeb(documentation) ? undefined : (
                  <Anchor href={documentation} target="_blank" rel="noreferrer" size="sm">
                    Read it
                  </Anchor>
                ),
            },
          ]}
        />
      </Stack>
    </Panel>
  );
};

export const BlockTypePage = () => {
  const { slug } = route.useParams();
  const query = useCall("blockTypes", "getBySlug", { slug });
  return (
    <LoadedPage query={query} title={slug} what="block type">
      {(type) => (
        <>
          <PageHeader
            title={type.name}
            badge={<BlockLogo type={type} size={24} />}
            crumbs={[
              <AppLink key="blocks" to="/blocks" size="xs">
                Blocks
              </AppLink>,
              <AppLink key="catalog" to="/blocks/catalog" size="xs">
                Catalog
              </AppLink>,
            ]}
            actions={
              <Group gap="xs">
                <LinkButton to="/blocks" search={{ types: [slug] }} variant="default">
                  Blocks of this type
                </LinkButton>
                <LinkButton to="/blocks/catalog/$slug/create" params={{ slug }} leftSection={<IconPlus size={15} />}>
                  Create
                </LinkButton>
              </Group>
            }
          />
          <PageBody>
            <div className={classes.columns}>
              <Panel title="Example">
                {type.code_example === null || type.code_example === "" ? (
                  <Text size="sm" c="dimmed">
                    This type brings no example.
                  </Text>
                ) : (
                  <Markdown text={type.code_example} />
                )}
              </Panel>
              <TypeFacts type={type} />
            </div>
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
