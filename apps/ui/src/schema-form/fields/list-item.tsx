import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBarToDown, IconArrowBarToUp, IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, memo, type ReactNode } from "react";
import { FieldMenu } from "../field-menu.tsx";
import { type FieldProps, isSameField, useField } from "../field-props.ts";
import { useForm } from "../form-context.ts";
import classes from "../schema-form.module.css";

/** What can be done with the items of a list; the same for all of them, and for as long as the list is there. */
export interface ItemDeeds {
  readonly move: (from: number, to: number) => void;
  readonly remove: (index: number) => void;
  readonly startDrag: (index: number) => void;
}

interface ListItemProps {
  readonly field: FieldProps;
  readonly index: number;
  /** The places items can be moved to; those before the first are a tuple's own. */
  readonly first: number;
  readonly last: number;
  readonly isDragged: boolean;
  readonly deeds: ItemDeeds;
}

const isSameItem = ({ field, ...one }: ListItemProps, { field: otherField, ...other }: ListItemProps): boolean =>
  isSameField(field, otherField) &&
  one.index === other.index &&
  one.first === other.first &&
  one.last === other.last &&
  one.isDragged === other.isDragged;

export const ListItem = memo(function ListItem(props: ListItemProps) {
  const { Content } = useForm();
  const { field, index, first, isDragged } = props;
  const isMovable = index >= first;
  return (
    <li className={isDragged ? `${classes.item} ${classes.dragged}` : classes.item}>
      {isMovable && <Handle {...props} />}
      <div className={classes.body}>
        <Content {...field} />
      </div>
      <FieldMenu field={field} className={classes.itemMenu}>
        {isMovable && <PlaceItems {...props} />}
      </FieldMenu>
    </li>
  );
}, isSameItem);

const Handle = ({ field, index, first, last, deeds }: ListItemProps): ReactNode => {
  const { form, name } = useField(field);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targets({ index, first, last })[event.key];
    if (target === undefined) return;
    event.preventDefault();
    deeds.move(index, target);
  };
  return (
    <ActionIcon
      className={first === last ? `${classes.handle} ${classes.alone}` : classes.handle}
      type="button"
      variant="subtle"
      color="gray"
      size="sm"
      disabled={form.disabled || first === last}
      aria-label={`Move ${name}: arrow keys, Home and End`}
      data-handle
      onKeyDown={onKeyDown}
      onPointerDown={({ button }) => button === 0 && deeds.startDrag(index)}
    >
      <IconGripVertical size={16} />
    </ActionIcon>
  );
};

const targets = ({ index, first, last }: Pick<ListItemProps, "index" | "first" | "last">): Readonly<Record<string, number>> => ({
  ArrowUp: index - 1,
  ArrowDown: index + 1,
  Home: first,
  End: last,
});

const size = 15;

const PlaceItems = ({ index, first, last, deeds }: ListItemProps): ReactNode => (
  <>
    <Menu.Item leftSection={<IconArrowBarToUp size={size} />} disabled={index <= first} onClick={() => deeds.move(index, first)}>
      Move to top
    </Menu.Item>
    <Menu.Item leftSection={<IconArrowUp size={size} />} disabled={index <= first} onClick={() => deeds.move(index, index - 1)}>
      Move up
    </Menu.Item>
    <Menu.Item leftSection={<IconArrowDown size={size} />} disabled={index >= last} onClick={() => deeds.move(index, index + 1)}>
      Move down
    </Menu.Item>
    <Menu.Item leftSection={<IconArrowBarToDown size={size} />} disabled={index >= last} onClick={() => deeds.move(index, last)}>
      Move to bottom
    </Menu.Item>
    <Menu.Item leftSection={<IconTrash size={size} />} color="red" onClick={() => deeds.remove(index)}>
      Remove
    </Menu.Item>
  </>
);
