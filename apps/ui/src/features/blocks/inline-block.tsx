import { Modal, Skeleton } from "@mantine/core";
import type { BlockDocument } from "@millrace/contract";
import { type ReactNode, useMemo, useState } from "react";
import { useCall } from "../../api/use-call.ts";
import { ErrorCard } from "../../components/error-card.tsx";
import type { BlockChoice, BlockSource } from "../../schema-form/form-context.ts";
import { NewBlock } from "./new-block.tsx";

interface Asked {
  readonly slug: string;
  /** Called with the new block, or with nothing when somebody gave up. */
  readonly answer: (choice: BlockChoice | undefined) => void;
}

const useChoices: BlockSource["useChoices"] = (slug) => {
  const { data, isLoading } = useCall("blockTypes", "listDocuments", { slug });
  return { choices: (data ?? []).flatMap(({ id, name }) => (name === null ? [] : [{ id, name }])), isLoading };
};

const Content = ({ slug, answer, blocks }: Asked & { readonly blocks: BlockSource }) => {
  const { data, error } = useCall("blockTypes", "getBySlug", { slug });
  if (error !== null) return <ErrorCard error={error} />;
  if (data === undefined) return <Skeleton h={160} />;
  const onCreated = ({ id, name }: BlockDocument): void => answer({ id, name: name ?? id });
  return <NewBlock type={data} blocks={blocks} onCreated={onCreated} onCancel={() => answer(undefined)} />;
};

/** Blocks that a block refers to: those there are, and a dialog to make one on the way, which may need yet another. */
export const useInlineBlocks = (): { readonly blocks: BlockSource; readonly dialogs: ReactNode } => {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const blocks = useMemo<BlockSource>(
    () => ({
      useChoices,
      reference: "document",
      create: (slug) =>
        new Promise((resolve) => {
          const answer = (choice: BlockChoice | undefined): void => {
            setAsked((all) => all.filter((each) => each.answer !== answer));
            resolve(choice);
          };
          setAsked((all) => [...all, { slug, answer }]);
        }),
    }),
    [],
  );
  const dialogs = asked.map((each, depth) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the last one closes first.
    <Modal key={depth} opened onClose={() => each.answer(undefined)} title={`New ${each.slug} block`} size="lg">
      <Content {...each} blocks={blocks} />
    </Modal>
  ));
  return { blocks, dialogs };
};
