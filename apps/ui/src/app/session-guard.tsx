import { Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApi } from "../api/api-context.tsx";
import { LoginForm } from "./login-form.tsx";

/** When the server no longer takes the credentials, asks for others above the page, where whatever was typed stays as it is. */
export const SessionGuard = () => {
  const api = useApi();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  useEffect(
    () =>
      api.onSignal((signal) => {
        if (signal === "unauthorized") setOpen(true);
      }),
    [api],
  );
  const goOn = (): void => {
    setOpen(false);
    void queries.invalidateQueries();
  };
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title="Log in again" closeOnClickOutside={false}>
      <Text size="sm" mb="sm">
        The server wants credentials again. This page stays as it is.
      </Text>
      <LoginForm onDone={goOn} />
    </Modal>
  );
};
