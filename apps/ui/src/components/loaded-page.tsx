import { Alert, Skeleton, Stack } from "@mantine/core";
import type { ClientError } from "@millrace/client/browser";
import { isClientError } from "@millrace/client/browser";
import { IconTrash } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";
import { ErrorCard } from "./error-card.tsx";
import { PageBody } from "./page-body.tsx";
import { PageHeader } from "./page-header.tsx";

interface Props<T> {
  readonly query: UseQueryResult<T, ClientError>;
  /** What the page is called until it is known. */
  readonly title: string;
  /** What it shows, such as "work pool". */
  readonly what: string;
  /** The way on where it is not there: a link. */
  readonly action?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** The page of one object: while it loads, when it is not there, and when it was deleted while it was shown. */
export const LoadedPage = <T,>({ query: { data, error, refetch }, title, what, action, children }: Props<T>) => {
  const isMissing = isClientError(error, "not-found");
  if (data !== undefined)
    return (
      <>
        {isMissing && (
          <Alert variant="default" icon={<IconTrash size={18} />} title={`This ${what} has been deleted`} mx="md" mt="md">
            The page shows it as it was last.
          </Alert>
        )}
        {children(data)}
      </>
    );
  return (
    <>
      <PageHeader title={title} />
      <PageBody>
        {isMissing ? (
          <EmptyState title={`There is no such ${what}`} action={action}>
            The address may be incomplete, or the {what} may have been deleted.
          </EmptyState>
        ) : error === null ? (
          <Stack gap="md" aria-busy="true">
            <Skeleton h={52} />
            <Skeleton h={280} />
          </Stack>
        ) : (
          <ErrorCard error={error} onRetry={() => void refetch()} />
        )}
      </PageBody>
    </>
  );
};
