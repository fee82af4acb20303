import { Button, Group, Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

/** A login that only the proxy can show, in another tab, so that whatever was typed here stays as it is. */
export const ProxyDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const goOn = (): void => {
    onClose();
    void queries.invalidateQueries();
  };
  return (
    <Modal opened onClose={onClose} title="Log in at the proxy again" closeOnClickOutside={false}>
      <Text size="sm" mb="md">
        Something before the server, such as a proxy, answers in its place: its login may have expired. Log in there in another tab, then go
        on here. This page stays as it is.
      </Text>
      <Group justify="flex-end">
        <Button component="a" variant="default" href={document.baseURI} target="_blank">
          Log in in another tab
        </Button>
        <Button onClick={goOn} data-autofocus>
          Go on
        </Button>
      </Group>
    </Modal>
  );
};
