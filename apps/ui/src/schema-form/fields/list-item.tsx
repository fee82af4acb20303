import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBarToDown, IconArrowBarToUp, IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode } from "react";
import { FieldMenu } from "../field-menu.tsx";
import { type FieldProps, useField } from "../field-props.ts";
import { useForm } from "../form-context.ts";
import classes from "../schema-form.module.css";

/** Where an item stands among those that can be moved, and what moves it. */
export interface ItemPlace {
  readonly index: number;
  readonly first: number;
  readonly last: number;
  readonly isDragged: boolean;
  readonly move: (to: number) => void;
  readonly remove: () => void;
  readonly startDrag: () => void;
}

interface ListItemProps {
  readonly field: FieldProps;
  /** None for the fixed places of a tuple. */
  readonly place: ItemPlace | undefined;
}

export const ListItem = ({ field, place }: ListItemProps): ReactNode => {
  const { Content } = useForm();
  return (
    <li className={place?.isDragged ? `${classes.item} ${classes.dragged}` : classes.item}>
      {place !== undefined && <Handle field={field} place={place} />}
      <div className={classes.body}>
        <Content {...field} />
      </div>
      <FieldMenu field={field} className={classes.itemMenu}>
        {place !== undefined && <PlaceItems place={place} />}
      </FieldMenu>
    </li>
  );
};

const Handle = ({ field, place }: { readonly field: FieldProps; readonly place: ItemPlace }): ReactNode => {
  const { form, name } = useField(field);
  const { index, first, last, move, startDrag } = place;
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targets({ index, first, last })[event.key];
    if (target === undefined) return;
    event.preventDefault();
    move(target);
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
      onPointerDown={({ button }) => button === 0 && startDrag()}
    >
      <IconGripVertical size={16} />
    </ActionIcon>
  );
};

const targets = ({ index, first, last }: Pick<ItemPlace, "index" | "first" | "last">): Readonly<Record<string, number>> => ({
  ArrowUp: index - 1,
  ArrowDown: index + 1,
  Home: first,
  End: last,
});

const size = 15;

const PlaceItems = ({ place: { index, first, last, move, remove } }: { readonly place: ItemPlace }): ReactNode => (
  <>
    <Menu.Item leftSection={<IconArrowBarToUp size={size} />} disabled={index <= first} onClick={() => move(first)}>
      Move to top
    </Menu.Item>
    <Menu.Item leftSection={<IconArrowUp size={size} />} disabled={index <= first} onClick={() => move(index - 1)}>
      Move up
    </Menu.Item>
    <Menu.Item leftSection={<IconArrowDown size={size} />} disabled={index >= last} onClick={() => move(index + 1)}>
      Move down
    </Menu.Item>
    <Menu.Item leftSection={<IconArrowBarToDown size={size} />} disabled={index >= last} onClick={() => move(last)}>
      Move to bottom
    </Menu.Item>
    <Menu.Item leftSection={<IconTrash size={size} />} color="red" onClick={remove}>
      Remove
    </Menu.Item>
  </>
);
