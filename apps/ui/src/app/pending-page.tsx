import { Skeleton, Stack } from "@mantine/core";
import { PageBody } from "../components/page-body.tsx";

/** In the place of a page whose code is still on its way. */
export const PendingPage = () => (
  <PageBody>
    <Stack gap="md" mt="md" role="status" aria-busy="true" aria-label="Loading">
      <Skeleton h={30} w={220} maw="60%" />
      <Skeleton h={52} />
      <Skeleton h={280} />
    </Stack>
  </PageBody>
);
