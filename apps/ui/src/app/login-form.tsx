import { Alert, Button, Checkbox, PasswordInput, Stack } from "@mantine/core";
import { isClientError } from "@millrace/client/browser";
import { type FormEvent, useState } from "react";
import { useApi } from "../api/api-context.tsx";
import { problemOf } from "../api/problem.ts";

/** Asks for the server's credentials and tries them. What was typed stays when they are refused. */
export const LoginForm = ({ onDone }: { readonly onDone: () => void }) => {
  const api = useApi();
  const [text, setText] = useState("");
  const [remember, setRemember] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const logIn = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    const before = api.credentials.get();
    api.credentials.set(text, { remember: false });
    try {
      await api.admin.getVersion();
      api.credentials.set(text, { remember });
      onDone();
    } catch (error) {
      api.credentials.clear();
      if (before !== undefined) api.credentials.set(before, { remember: false });
      setFailure(isClientError(error, "unauthorized") ? "The server does not know these credentials." : problemOf(error).detail);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void logIn();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label="Credentials"
          description="User and password as the server has them, such as admin:password"
          autoComplete="current-password"
          data-autofocus
          autoFocus
          required
          withAsterisk={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox
          label="Remember on this device"
          size="xs"
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
        {failure !== undefined && (
          <Alert color="red" role="alert" p="xs">
            {failure}
          </Alert>
        )}
        <Button type="submit" size="sm" loading={isBusy}>
          Log in
        </Button>
      </Stack>
    </form>
  );
};
