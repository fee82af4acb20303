import { Code, Skeleton, Text } from "@mantine/core";
import type { BlockType } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { AppLink } from "../../components/app-link.tsx";
import { BlockLogo } from "../../components/block-logo.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import classes from "./blocks.module.css";
import { useBlockTypes } from "./use-block-types.ts";

const route = getRouteApi("/blocks/catalog");

const TypeCard = ({ type }: { readonly type: BlockType }) => (
  <AppLink to="/blocks/catalog/$slug" params={{ slug: type.slug }} className={classes.card ?? ""} underline="never">
    <span className={classes.head}>
      <BlockLogo type={type} />
      {type.name}
    </span>
    <Text size="sm" c="dimmed" lineClamp={3} component="span">
      {type.description ?? ""}
    </Text>
  </AppLink>
);

export const BlockCatalogPage = () => {
  const { q = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/blocks/catalog" });
  const { data, error, refetch } = useBlockTypes();
  const wanted = q.trim().toLowerCase();
  const found = data?.filter(({ name, slug, description }) =>
    [name, slug, description ?? ""].some((each) => each.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <PageHeader
        title="Block catalog"
        crumbs={[
          <AppLink key="blocks" to="/blocks" size="xs">
            Blocks
          </AppLink>,
        ]}
        description={
          <>
            Choose what kind of block to create. Clients bring more kinds: register those of a Python package with{" "}
            <Code>prefect block register</Code>.
          </>
        }
      />
      <PageBody>
        <SearchBox
          label="Search block types"
          hint="Search types"
          value={q}
          onChange={(value) => void navigate({ search: { q: value || undefined }, replace: true })}
        />
        {error !== null && data === undefined && <ErrorCard error={error} onRetry={() => void refetch()} />}
        {found === undefined && error === null && <Skeleton h={160} />}
        {found?.length === 0 && (
          <EmptyState title="No type matches">Other words may find one; names and descriptions are searched.</EmptyState>
        )}
        {found !== undefined && found.length > 0 && (
          <ul className={classes.cards} aria-label="Block types">
            {found.map((type) => (
              <li key={type.id}>
                <TypeCard type={type} />
              </li>
            ))}
          </ul>
        )}
      </PageBody>
    </>
  );
};
