import { Alert } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useApi } from "../../api/api-context.tsx";

/** Where the server keeps automations without carrying them out, nobody shall wait for one to act. */
export const KeptOnlyNote = () => {
  const api = useApi();
  // Without a path the API is another server's, of which these pages know nothing.
  const isTold = api.settings.api_path !== null && api.settings.api_path !== undefined;
  if (!isTold || !api.offers("automations-kept-only")) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconInfoCircle size={18} />} title="Automations do not act yet">
      This server keeps automations and checks that they make sense, but does not carry them out. They stay as they are for when it does.
    </Alert>
  );
};
