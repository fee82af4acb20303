import { Code } from "@mantine/core";
import { useApi } from "../../api/api-context.tsx";
import { useLiveStatus } from "../../api/live-context.tsx";
import { useAnswer, useCall } from "../../api/use-call.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel } from "../../components/panel.tsx";

const connections = { live: "live: the server tells what changes", polling: "asked every few seconds", offline: "not reachable" } as const;

/** What this server is, and whether it is well. */
export const AboutSection = () => {
  const api = useApi();
  const status = useLiveStatus();
  const version = useCall("admin", "getVersion");
  const protocol = useCall("admin", "getApiVersion");
  const ready = useAnswer<string>({
    noun: "admin",
    name: "readiness",
    input: {},
    ask: (asked, signal) => asked.admin.getReadiness(undefined, { signal }).then(({ message }) => message),
  });
  return (
    <Panel title="This server">
      <KeyValues
        entries={[
          { label: "Version", value: version.data },
          { label: "Protocol", value: protocol.data },
          { label: "Database", value: ready.error === null ? ready.data && "answers" : ready.error.detail },
          { label: "Connection", value: connections[status] },
          {
            label: "API",
            value: (
              <>
                <Code>{api.url}</Code> <CopyButton text={api.url} label="Copy the API's address" />
              </>
            ),
          },
          { label: "Login", value: api.settings.auth === null ? "not needed" : "needed" },
          { label: "Protection against forged requests", value: api.settings.csrf_enabled ? "on" : "off" },
          { label: "Beside the protocol", value: api.settings.flags.length === 0 ? "nothing" : api.settings.flags.join(", ") },
        ]}
      />
    </Panel>
  );
};
