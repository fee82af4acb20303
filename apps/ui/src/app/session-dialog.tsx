import { Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { LoginForm } from "./login-form.tsx";

/** Credentials again, above the page, where whatever was typed stays as it is. */
export const SessionDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const goOn = (): void => {
    onClose();
    void queries.invalidateQueries();
  };
  return (
    <Modal opened onClose={onClose} title="Log in again" closeOnClickOutside={false}>
      <Text size="sm" mb="sm">
        The server wants credentials again. This page stays as it is.
      </Text>
      <LoginForm onDone={goOn} />
    </Modal>
  );
};
