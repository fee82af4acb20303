import { Skeleton } from "@mantine/core";
import type { BlockDocument, BlockSchema, BlockType } from "@millrace/contract";
import { useChange } from "../api/use-change.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import type { BlockSource } from "../schema-form/form-context.ts";
import { BlockForm, type BlockValues } from "./block-form.tsx";
import { useLatestSchema } from "./use-latest-schema.ts";

interface Props {
  readonly type: BlockType;
  readonly blocks: BlockSource;
  readonly onCreated: (block: BlockDocument) => void;
  readonly onCancel: () => void;
  readonly onTyped?: () => void;
}

const nothing: BlockValues = { name: "", data: {} };

const Form = ({ type, schema, onCreated, ...rest }: Props & { readonly schema: BlockSchema }) => {
  const create = useChange<BlockValues, BlockDocument>({
    change: (api, { name, data }) =>
      api.blockDocuments.create({ body: { name, data, block_type_id: type.id, block_schema_id: schema.id } }),
    touches: ["blockDocuments", "blockTypes"],
    done: ({ name }) => `Created ${name ?? "the block"}`,
  });
  const save = async (values: BlockValues): Promise<void> => onCreated(await create.mutateAsync(values));
  return <BlockForm {...rest} fields={schema.fields} initial={nothing} onSave={save} does="Create the block" />;
};

/** Makes a block of a type, by the schema the type was given last. */
export const NewBlock = (props: Props) => {
  const { schema, error, isMissing } = useLatestSchema(props.type.id);
  if (schema !== undefined) return <Form {...props} schema={schema} />;
  if (error !== null) return <ErrorCard error={error} />;
  if (isMissing)
    return <EmptyState title="This type has no schema">Nothing says what its blocks hold, so none can be made here.</EmptyState>;
  return <Skeleton h={200} />;
};
