import { Button, VisuallyHidden } from "@mantine/core";
import type { Json } from "@millrace/contract";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type FieldProps, useField } from "../field-props.ts";
import { isList } from "../json.ts";
import classes from "../schema-form.module.css";
import { anything, type ListNode } from "../schema-node.ts";
import { initialValue, itemNode } from "../values.ts";
import { GroupFrame } from "./group-frame.tsx";
import { type ItemDeeds, ListItem } from "./list-item.tsx";
import { useDrag } from "./use-drag.ts";
import { moveItem, useItemOrder } from "./use-item-order.ts";

/** Items one below the other. Those after the fixed places of a tuple can be moved, by hand and by keyboard, and removed. */
export const ListField = (props: FieldProps<ListNode>): ReactNode => {
  const { form, set, name } = useField(props);
  const { node, value } = props;
  const items = isList(value) ? value : [];
  const fixed = node.prefix().length;
  const { list, news, idOf, dragged, deeds } = useMovableItems({ items, fixed, set });
  const shown = Math.max(items.length, fixed);
  const isFull = items.length >= (node.maxItems ?? Number.POSITIVE_INFINITY);
  const next = itemNode(node, shown);
  const add = isFull ? "No more items can be added" : "Add item";
  return (
    <GroupFrame field={props}>
      <ol className={classes.items} ref={list} hidden={shown === 0}>
        {Array.from({ length: shown }, (_, index) => (
          <ListItem
            key={index < fixed ? `fixed-${index}` : idOf(index)}
            field={itemField(props, items, index)}
            index={index}
            first={fixed}
            last={items.length - 1}
            isDragged={dragged === index}
            deeds={deeds}
          />
        ))}
      </ol>
      {next !== undefined && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={form.disabled || isFull}
          aria-label={`${add} to ${name}`}
          onClick={() => set([...items, initialValue(next)])}
        >
          {add}
        </Button>
      )}
      <VisuallyHidden aria-live="polite">{news}</VisuallyHidden>
    </GroupFrame>
  );
};

const itemField = ({ node, label, path }: FieldProps<ListNode>, items: readonly Json[], index: number): FieldProps => ({
  node: itemNode(node, index) ?? anything,
  path: [...path, index],
  value: items[index],
  label,
  required: false,
  omittable: false,
  bare: true,
});

interface Movable {
  readonly items: readonly Json[];
  readonly fixed: number;
  readonly set: (items: readonly Json[]) => void;
}

/** The moving of items, told to those who do not see it. */
const useMovableItems = ({ items, fixed, set }: Movable) => {
  const list = useRef<HTMLOListElement>(null);
  const [news, setNews] = useState("");
  const order = useItemOrder(items.length);
  const last = items.length - 1;
  const move = (from: number, to: number): number => {
    const target = Math.min(Math.max(to, fixed), last);
    if (target === from) return from;
    order.move(from, target);
    set(moveItem(items, { from, to: target }));
    setNews(`Moved to place ${target + 1} of ${items.length}.`);
    return target;
  };
  const remove = (index: number): void => {
    order.remove(index);
    set(items.toSpliced(index, 1));
    setNews(`Removed item ${index + 1}; ${last} left.`);
  };
  const { dragged, startDrag } = useDrag({ list, first: fixed, count: items.length, move });
  const deeds = useLasting({ move: (from, to) => focusHandle(list.current, move(from, to)), remove, startDrag });
  return { list, news, idOf: order.idOf, dragged, deeds };
};

/** The same deeds for as long as the list is there, each of which does what it does now. */
const useLasting = (deeds: ItemDeeds): ItemDeeds => {
  const latest = useRef(deeds);
  useEffect(() => {
    latest.current = deeds;
  });
  return useMemo(
    () => ({
      move: (from, to) => latest.current.move(from, to),
      remove: (index) => latest.current.remove(index),
      startDrag: (index) => latest.current.startDrag(index),
    }),
    [],
  );
};

/** An item loses the focus when it moves within the page. */
const focusHandle = (list: HTMLElement | null, index: number): void => {
  requestAnimationFrame(() => list?.children[index]?.querySelector<HTMLElement>("[data-handle]")?.focus());
};
