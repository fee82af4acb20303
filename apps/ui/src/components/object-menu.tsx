import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { copyText } from "./copy-text.ts";

interface Props {
  readonly name: string;
  readonly id: string;
  /** Asks first; the dialog is the caller's. */
  readonly onDelete: () => void;
  /** Why it cannot be deleted. */
  readonly keptBecause?: string | undefined;
  /** What can be done with this kind of object, as `Menu.Item`s. */
  readonly children: ReactNode;
}

/** What can be done with an object, in its row and on its page: what its kind has, and what all have. */
export const ObjectMenu = ({ name, id, onDelete, keptBecause, children }: Props) => (
  <Menu position="bottom-end" withinPortal>
    <Menu.Target>
      <ActionIcon aria-label={`More about ${name}`}>
        <IconDots size={17} />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>
      {children}
      <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(id)}>
        Copy the id
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash size={15} />} disabled={keptBecause !== undefined} onClick={onDelete}>
        {keptBecause === undefined ? "Delete" : `Delete (${keptBecause})`}
      </Menu.Item>
    </Menu.Dropdown>
  </Menu>
);
