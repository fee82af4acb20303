import { Button, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { isClientError } from "@millrace/client/browser";
import type { Deployment } from "@millrace/contract";
import { IconHistory } from "@tabler/icons-react";
import { useCall } from "../api/use-call.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import layout from "../components/layout.module.css";
import { Panel } from "../components/panel.tsx";
import { BackfillDialog } from "./backfill-dialog.tsx";
import { BackfillItem } from "./backfill-item.tsx";

/** Runs of a deployment for dates that have passed. */
export const BackfillsPanel = ({ deployment }: { readonly deployment: Deployment }) => {
  const [isOpen, dialog] = useDisclosure();
  const { data, error, refetch } = useCall("backfills", "list", { body: { deployments: { any_: [deployment.id] }, limit: 20 } });
  if (isClientError(error, "not-found")) return null;
  const start = (
    <Button variant="default" leftSection={<IconHistory size={15} />} onClick={dialog.open}>
      New backfill
    </Button>
  );
  return (
    <Panel title="Backfills" actions={start}>
      {data === undefined ? (
        error === null ? (
          <Skeleton h={60} />
        ) : (
          <ErrorCard error={error} onRetry={() => void refetch()} />
        )
      ) : data.length === 0 ? (
        <EmptyState title="No backfills">
          A backfill runs the deployment for dates of its schedules that have passed, a few at a time.
        </EmptyState>
      ) : (
        <ul className={layout.list} aria-label="Backfills">
          {data.map((backfill) => (
            <BackfillItem key={backfill.id} backfill={backfill} />
          ))}
        </ul>
      )}
      {isOpen && <BackfillDialog deployment={deployment} onClose={dialog.close} />}
    </Panel>
  );
};
