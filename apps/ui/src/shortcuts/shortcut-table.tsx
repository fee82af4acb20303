import { Group, Kbd, Stack, Text } from "@mantine/core";
import { useShortcutList } from "./shortcuts-context.tsx";

const Keys = ({ keys }: { readonly keys: string }) => (
  <Group gap={4}>
    {keys.split(" ").map((key) => (
      <Kbd key={key} size="xs">
        {key}
      </Kbd>
    ))}
  </Group>
);

/** Every key that does something where it is shown. */
export const ShortcutTable = () => {
  const list = useShortcutList();
  return (
    <Stack gap={6} maw={420}>
      {[{ keys: "Ctrl K", does: "Search or jump to" }, ...list()].map(({ keys, does }) => (
        <Group key={keys} justify="space-between" wrap="nowrap">
          <Text size="sm">{does}</Text>
          <Keys keys={keys} />
        </Group>
      ))}
    </Stack>
  );
};
