import { Modal, Skeleton } from "@mantine/core";
import type { BlockDocument } from "@millrace/contract";
import { type ReactNode, useMemo, useState } from "react";
import { useCall } from "../api/use-call.ts";
import { ErrorCard } from "../components/error-card.tsx";
import { useGuardedClose } from "../components/guarded-dialog.tsx";
import type { ReferenceStyle } from "../schema-form/block-values.ts";
import type { BlockChoice, BlockSource } from "../schema-form/form-context.ts";
import { NewBlock } from "./new-block.tsx";

interface Asked {
  readonly slug: string;
  /** Called with the new block, or with nothing when somebody gave up. */
  readonly answer: (choice: BlockChoice | undefined) => void;
}

const useChoices: BlockSource["useChoices"] = (slug) => {
  const { data, isLoading } = useCall("blockTypes", "listDocuments", { slug }, { poll: 0 });
  return { choices: (data ?? []).map(({ id, name }) => ({ id, name: name ?? id })), isLoading };
};

interface ContentProps extends Asked {
  readonly blocks: BlockSource;
  readonly onTyped: () => void;
}

const Content = ({ slug, answer, blocks, onTyped }: ContentProps) => {
  const { data, error } = useCall("blockTypes", "getBySlug", { slug });
  if (error !== null) return <ErrorCard error={error} />;
  if (data === undefined) return <Skeleton h={160} />;
  const onCreated = ({ id, name }: BlockDocument): void => answer({ id, name: name ?? id });
  return <NewBlock type={data} blocks={blocks} onCreated={onCreated} onCancel={() => answer(undefined)} onTyped={onTyped} />;
};

const NewBlockDialog = (props: Omit<ContentProps, "onTyped">) => {
  const { close, onTyped, question } = useGuardedClose(() => props.answer(undefined));
  return (
    <>
      <Modal opened onClose={close} title={`New ${props.slug} block`} size="lg" closeOnClickOutside={false}>
        <Content {...props} onTyped={onTyped} />
      </Modal>
      {question}
    </>
  );
};

/**
 * Blocks that a form refers to: those there are, and a dialog to make one on the way, which may need yet another. References are
 * written as parameters have them, or as data of blocks and job templates do.
 */
export const useInlineBlocks = (reference: ReferenceStyle): { readonly blocks: BlockSource; readonly dialogs: ReactNode } => {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const blocks = useMemo<BlockSource>(
    () => ({
      useChoices,
      reference,
      create: (slug) =>
        new Promise((resolve) => {
          const answer = (choice: BlockChoice | undefined): void => {
            setAsked((all) => all.filter((each) => each.answer !== answer));
            resolve(choice);
          };
          setAsked((all) => [...all, { slug, answer }]);
        }),
    }),
    [reference],
  );
  // A block's own references are always those of data.
  const nested = useMemo<BlockSource>(() => ({ ...blocks, reference: "document" }), [blocks]);
  const dialogs = asked.map((each, depth) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the last one closes first.
    <NewBlockDialog key={depth} {...each} blocks={nested} />
  ));
  return { blocks, dialogs };
};
