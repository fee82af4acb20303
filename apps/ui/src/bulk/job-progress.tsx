import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useSay } from "../api/say-context.tsx";
import classes from "./bulk.module.css";
import { countOf, getDeed } from "./bulk-deeds.ts";
import { isLocalJob, isOpen, type Job } from "./local-jobs.ts";
import { useStopBulk } from "./use-bulk.ts";

const titleOf = ({ subject, state, processed, total }: Job): string => {
  const far = `${processed.toLocaleString("en")} of ${countOf(subject, total)}`;
  if (state === "running") return `${far} so far`;
  if (state === "waiting") return `${far} so far, and nobody works at the rest`;
  if (state === "stopped") return `Stopped after ${far}`;
  return state === "failed" ? `Ended by an error after ${far}` : `Done with ${countOf(subject, total)}`;
};

const hintOf = ({ id, state }: Job): string => {
  if (state === "waiting") return "The server that did the work is gone. Another one goes on with it, or the same after its start.";
  return isLocalJob(id)
    ? "This tab does the work: leave it open."
    : "The server does the work: this page may be closed. The job is found again under Runs, Jobs.";
};

/** How far a job has come, what became of its things, and how to stop it. */
export const JobProgress = ({ job }: { readonly job: Job }) => {
  const stop = useStopBulk(job.id);
  const say = useSay();
  const isRunning = isOpen(job);
  const share = job.total === 0 ? 100 : (job.processed / job.total) * 100;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text fw={600} role="status">
          {titleOf(job)}
        </Text>
        {isRunning && (
          <Button
            variant="default"
            loading={stop.isPending}
            onClick={() => stop.mutate(undefined, { onError: (error) => say.failed("Stop the job", error) })}
          >
            Stop
          </Button>
        )}
      </Group>
      <Progress value={share} aria-label="Progress" />
      <div className={classes.tally}>
        <span>
          <b>{job.done.toLocaleString("en")}</b> {getDeed(job).done}
        </span>
        <span>
          <b>{job.refused.toLocaleString("en")}</b> refused
        </span>
        <span>
          <b>{job.failed.toLocaleString("en")}</b> failed
        </span>
      </div>
      {job.error !== null && (
        <Alert color="red" variant="light" p="sm">
          {job.error}
        </Alert>
      )}
      {isRunning && (
        <Text size="xs" c="dimmed">
          {hintOf(job)}
        </Text>
      )}
    </Stack>
  );
};
