import {
  type BinaryOperationNode,
  type ColumnNode,
  type ColumnUpdateNode,
  type InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type PrimitiveValueListNode,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
  type ValueListNode,
  type ValueNode,
} from "kysely";
import { type ColumnCodecs, type Encode, encoderOf } from "./columns.ts";

/** A value that is filled in when a prepared statement runs; see statement.ts. */
export class Slot {
  readonly name: string;
  readonly encode: Encode | undefined;
  constructor(name: string, encode?: Encode) {
    this.name = name;
    this.encode = encode;
  }
}

/** Encodes the values of a query by the column they are written to or compared with, so that no caller has to. */
export const encodeByColumn = (codecs: ColumnCodecs): KyselyPlugin => {
  const transformer = new ValueEncoder(codecs);
  return {
    transformQuery: ({ node }: PluginTransformQueryArgs): RootOperationNode => transformer.transformNode(node),
    transformResult: ({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> => Promise.resolve(result),
  };
};

const encodeValue = (value: unknown, encode: Encode): unknown => {
  if (value instanceof Slot) return new Slot(value.name, encode);
  return value === undefined ? value : encode(value);
};

class ValueEncoder extends OperationNodeTransformer {
  readonly #codecs: ColumnCodecs;
  constructor(codecs: ColumnCodecs) {
    super();
    this.#codecs = codecs;
  }

  #encode(node: OperationNode, encode: Encode): OperationNode {
    if (node.kind === "ValueNode") {
      const value = node as ValueNode;
      return { ...value, value: encodeValue(value.value, encode) } as ValueNode;
    }
    if (node.kind === "PrimitiveValueListNode") {
      const list = node as PrimitiveValueListNode;
      return { ...list, values: list.values.map((value) => encodeValue(value, encode)) } as PrimitiveValueListNode;
    }
    if (node.kind === "ValueListNode") {
      const list = node as ValueListNode;
      return { ...list, values: list.values.map((value) => this.#encode(value, encode)) } as ValueListNode;
    }
    return node;
  }

  protected override transformInsertQuery(node: InsertQueryNode): InsertQueryNode {
    const { columns, values } = node;
    if (columns === undefined || values?.kind !== "ValuesNode") return super.transformInsertQuery(node);
    const encoders = columns.map((column) => encoderOf(this.#codecs, column.column.name));
    const rows = (values as OperationNode & { values: readonly (PrimitiveValueListNode | ValueListNode)[] }).values.map((row) => ({
      ...row,
      values: row.values.map((value, index) => {
        const encode = encoders[index];
        if (encode === undefined) return value;
        return row.kind === "ValueListNode" ? this.#encode(value as OperationNode, encode) : encodeValue(value, encode);
      }),
    }));
    return super.transformInsertQuery({ ...node, values: { ...values, values: rows } as OperationNode });
  }

  protected override transformColumnUpdate(node: ColumnUpdateNode): ColumnUpdateNode {
    const encode = node.column.kind === "ColumnNode" ? encoderOf(this.#codecs, (node.column as ColumnNode).column.name) : undefined;
    return super.transformColumnUpdate(encode === undefined ? node : { ...node, value: this.#encode(node.value, encode) });
  }

  protected override transformBinaryOperation(node: BinaryOperationNode): BinaryOperationNode {
    const left = node.leftOperand as OperationNode & { column?: ColumnNode };
    const column = left.kind === "ReferenceNode" ? left.column : undefined;
    const name = column?.kind === "ColumnNode" ? column.column.name : undefined;
    const encode = name === undefined ? undefined : encoderOf(this.#codecs, name);
    return super.transformBinaryOperation(encode === undefined ? node : { ...node, rightOperand: this.#encode(node.rightOperand, encode) });
  }
}
