import { Anchor, Progress, Stack, Text } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import { isPicture, isWebAddress } from "../../components/artifacts/artifact-preview.tsx";
import { readTable } from "../../components/artifacts/read-table.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { Markdown } from "../../components/markdown.tsx";
import classes from "./artifacts.module.css";
import { TableContent } from "./table-content.tsx";

const ImageContent = ({ address, name }: { readonly address: string; readonly name: string }) =>
  isPicture(address) ? (
    <Stack gap="xs">
      <img src={address} alt={name} className={classes.image} />
      {isWebAddress(address) && (
        <Text size="xs" c="dimmed">
          From{" "}
          <Anchor href={address} target="_blank" rel="noreferrer">
            {address}
          </Anchor>
        </Text>
      )}
    </Stack>
  ) : (
    <EmptyState title="No picture can be shown">Its address is no web address: {address}</EmptyState>
  );

const ProgressContent = ({ percent }: { readonly percent: number }) => (
  <Stack gap={4} maw={480}>
    <Progress value={percent} size="lg" aria-label="Progress" />
    <Text size="sm">{Math.round(percent * 10) / 10} %</Text>
  </Stack>
);

/** What a run made, as its kind is meant to be seen. What cannot be shown so is shown as data. */
export const ArtifactContent = ({ artifact: { type, data, key } }: { readonly artifact: Pick<Artifact, "type" | "data" | "key"> }) => {
  const table = type === "table" ? readTable(data) : undefined;
  if (table !== undefined) return <TableContent table={table} label={key ?? "Table"} />;
  if (type === "progress" && typeof data === "number") return <ProgressContent percent={data} />;
  if (type === "image" && typeof data === "string") return <ImageContent address={data} name={key ?? "Artifact"} />;
  if (typeof data === "string") return <Markdown text={data} />;
  return data === null ? <EmptyState title="It holds no data" /> : <JsonView value={data} label="the data" />;
};
