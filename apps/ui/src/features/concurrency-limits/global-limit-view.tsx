import { Text } from "@mantine/core";
import type { GlobalConcurrencyLimit } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useApi } from "../../api/api-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { FactStrip } from "../../components/fact-strip.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { Slots } from "../../components/work-pool/slots.tsx";
import { LeaseTable } from "./lease-table.tsx";
import { GlobalLimitMenu, LimitSwitch } from "./limit-actions.tsx";
import { describeDecay } from "./limit-columns.tsx";
import { limitCrumbs } from "./limit-crumbs.tsx";

const Holders = ({ limit }: { readonly limit: GlobalConcurrencyLimit }) => {
  const { data, error, refetch } = useCall("uiInfrastructure", "listLeases", { id: limit.id, body: { limit: 200 } });
  const told = data?.reduce((sum, { slots }) => sum + slots, 0) ?? limit.active_slots;
  return (
    <>
      <LeaseTable leases={data} error={error} onRetry={() => void refetch()} />
      {told < limit.active_slots && (
        <Text size="sm" c="dimmed">
          {limit.active_slots - told} more {limit.active_slots - told === 1 ? "slot was" : "slots were"} taken without a lease: nobody says
          who holds them.
        </Text>
      )}
    </>
  );
};

/** A limit that anything may ask for by name. */
export const GlobalLimitView = ({ limit }: { readonly limit: GlobalConcurrencyLimit }) => {
  const { offers } = useApi();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        title={limit.name}
        crumbs={limitCrumbs("global")}
        actions={<GlobalLimitMenu limit={limit} onDeleted={() => void navigate({ to: "/concurrency-limits" })} />}
      />
      <FactStrip
        facts={[
          { label: "Slots taken", value: <Slots taken={limit.active_slots} limit={limit.limit} /> },
          { label: "Slots come back", value: describeDecay(limit.slot_decay_per_second) },
          { label: "Active", value: <LimitSwitch limit={limit} /> },
          { label: "Created", value: <Instant at={limit.created} /> },
          { label: "Updated", value: <Instant at={limit.updated} /> },
        ]}
      />
      <PageBody>
        {offers("ui-leases") ? (
          <Holders limit={limit} />
        ) : (
          <Text size="sm" c="dimmed">
            This server does not tell who holds the slots.
          </Text>
        )}
      </PageBody>
    </>
  );
};
