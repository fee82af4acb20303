import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useSay } from "../api/say-context.tsx";
import { bulkActions } from "./bulk-actions.ts";
import classes from "./bulk-runs.module.css";
import { isLocalJob, isOpen, type Job } from "./local-jobs.ts";
import { useStopBulk } from "./use-bulk.ts";

const titleOf = ({ state, processed, total }: Job): string => {
  const far = `${processed.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  if (state === "running") return `${far} runs so far`;
  if (state === "waiting") return `${far} runs so far, and nobody works at the rest`;
  if (state === "stopped") return `Stopped after ${far} runs`;
  return state === "failed"
    ? `Ended by an error after ${far} runs`
    : `Done with ${total.toLocaleString("en")} ${total === 1 ? "run" : "runs"}`;
};

const hintOf = ({ id, state }: Job): string => {
  if (state === "waiting") return "The server that did the work is gone. Another one goes on with it, or the same after its start.";
  return isLocalJob(id) ? "This tab does the work: leave it open." : "The server does the work: this page may be closed.";
};

/** How far a job has come, what became of the runs, and how to stop it. */
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
          <b>{job.done.toLocaleString("en")}</b> {bulkActions[job.action].done}
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
