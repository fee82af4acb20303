import { Skeleton, Stack } from "@mantine/core";
import type { ClientError } from "@millrace/client/browser";
import type { State } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import { Panel } from "../components/panel.tsx";
import { StateBadge } from "../components/state-badge.tsx";
import { Duration } from "../components/time/duration.tsx";
import { Instant } from "../components/time/instant.tsx";
import { type Attempt, attemptsOf, type PastState } from "./attempts.ts";
import classes from "./run-details.module.css";
import { hasEnded } from "./run-state.ts";

const Length = ({ past: { state, seconds } }: { readonly past: PastState }) => {
  if (seconds !== undefined) return <Duration seconds={seconds} />;
  return hasEnded(state.type) ? null : <Duration since={state.timestamp} />;
};

const PastStateRow = ({ past }: { readonly past: PastState }) => {
  const { type, name, timestamp, message } = past.state;
  return (
    <li className={classes.state}>
      <span>
        <StateBadge type={type} name={name} />
      </span>
      <Instant at={timestamp} as="absolute" />
      <span className={classes.length}>
        <Length past={past} />
      </span>
      {message !== null && message !== "" && <pre className={classes.message}>{message}</pre>}
    </li>
  );
};

const AttemptPanel = ({ attempt: { number, states } }: { readonly attempt: Attempt }) => (
  <Panel title={number === 0 ? "Before it started" : `Attempt ${number}`} flush>
    <ol className={classes.states}>
      {states.map((past) => (
        <PastStateRow key={past.state.id} past={past} />
      ))}
    </ol>
  </Panel>
);

/** Every state a run has been in, by attempt, the newest attempt first. */
export const StateHistory = ({ query: { data, error, refetch } }: { readonly query: UseQueryResult<readonly State[], ClientError> }) => {
  if (data === undefined) return error === null ? <Skeleton h={200} /> : <ErrorCard error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return <EmptyState title="No states">The server knows nothing of what this run did.</EmptyState>;
  return (
    <Stack gap="md">
      {attemptsOf(data)
        .toReversed()
        .map((attempt) => (
          <AttemptPanel key={attempt.number} attempt={attempt} />
        ))}
    </Stack>
  );
};
