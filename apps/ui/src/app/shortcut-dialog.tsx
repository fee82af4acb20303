import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { useShortcutList } from "../shortcuts/shortcuts-context.tsx";

const Keys = ({ keys }: { readonly keys: string }) => (
  <Group gap={4}>
    {keys.split(" ").map((key) => (
      <Kbd key={key} size="xs">
        {key}
      </Kbd>
    ))}
  </Group>
);

/** Every key that does something on this page. */
export const ShortcutDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const list = useShortcutList();
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts">
      <Stack gap={6}>
        {[{ keys: "Ctrl K", does: "Search or jump to" }, ...list()].map(({ keys, does }) => (
          <Group key={keys} justify="space-between" wrap="nowrap">
            <Text size="sm">{does}</Text>
            <Keys keys={keys} />
          </Group>
        ))}
      </Stack>
    </Modal>
  );
};
