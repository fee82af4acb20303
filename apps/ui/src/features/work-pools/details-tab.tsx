import { SimpleGrid, Stack } from "@mantine/core";
import type { WorkPool } from "@millrace/contract";
import { CopyButton } from "../../components/copy-button.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { Panel } from "../../components/panel.tsx";
import { Instant } from "../../components/time/instant.tsx";

/** What a pool is made of: its facts and the template of its jobs. */
export const DetailsTab = ({ pool }: { readonly pool: WorkPool }) => (
  <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
    <Panel title="Details">
      <KeyValues
        entries={[
          { label: "Description", value: pool.description === "" ? null : pool.description },
          { label: "Type", value: pool.type },
          { label: "Limit", value: pool.concurrency_limit ?? "No limit" },
          { label: "Created", value: <Instant at={pool.created} as="absolute" /> },
          { label: "Updated", value: <Instant at={pool.updated} as="absolute" /> },
          {
            label: "Id",
            value: (
              <>
                {pool.id} <CopyButton text={pool.id} label="Copy the id" />
              </>
            ),
          },
        ]}
      />
    </Panel>
    <Stack gap="md">
      <Panel title="Job template">
        <JsonView value={pool.base_job_template} label="the job template" />
      </Panel>
      <Panel title="Storage">
        <JsonView value={pool.storage_configuration} label="the storage configuration" />
      </Panel>
    </Stack>
  </SimpleGrid>
);
