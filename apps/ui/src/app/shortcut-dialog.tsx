import { Modal } from "@mantine/core";
import { ShortcutTable } from "../shortcuts/shortcut-table.tsx";

/** Every key that does something on this page. */
export const ShortcutDialog = ({ onClose }: { readonly onClose: () => void }) => (
  <Modal opened onClose={onClose} title="Keyboard shortcuts">
    <ShortcutTable />
  </Modal>
);
