import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useShortcut, useShortcutList } from "../shortcuts/shortcuts-context.tsx";

const Keys = ({ keys }: { readonly keys: string }) => (
  <Group gap={4}>
    {keys.split(" ").map((key) => (
      <Kbd key={key} size="xs">
        {key}
      </Kbd>
    ))}
  </Group>
);

/** What `?` shows: every key that does something here. */
export const ShortcutHelp = () => {
  const [isOpen, help] = useDisclosure();
  const list = useShortcutList();
  useShortcut({ keys: "?", does: "Show the keyboard shortcuts", run: help.open });
  const shortcuts = isOpen ? [{ keys: "Ctrl K", does: "Search or jump to" }, ...list()] : [];
  return (
    <Modal opened={isOpen} onClose={help.close} title="Keyboard shortcuts">
      <Stack gap={6}>
        {shortcuts.map(({ keys, does }) => (
          <Group key={keys} justify="space-between" wrap="nowrap">
            <Text size="sm">{does}</Text>
            <Keys keys={keys} />
          </Group>
        ))}
      </Stack>
    </Modal>
  );
};
