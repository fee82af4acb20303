import type { Context } from "../context.ts";
import { leaseFiles } from "../settings.ts";
import { backfills } from "./backfills.ts";
import { createBlockEncryption } from "./block-encryption.ts";
import { bulkJobs } from "./bulk-jobs.ts";
import { createCancellationCleanup } from "./cancellation-cleanup.ts";
import { createCleanupReconciler } from "./cleanup-reconciler.ts";
import { createCrashDetection } from "./crash-detection.ts";
import { createForeman } from "./foreman.ts";
import { createLateRuns } from "./late-runs.ts";
import { createLeaseFiles } from "./lease-files.ts";
import { createLeaseReaper } from "./lease-reaper.ts";
import { pauseExpirations } from "./pause-expirations.ts";
import { createRetention } from "./retention.ts";
import { createRunCounts } from "./run-counts.ts";
import { runTexts } from "./run-texts.ts";
import { createSchedulePolicies } from "./schedule-policies.ts";
import { createScheduleWatch } from "./schedule-watch.ts";
import { createScheduler } from "./scheduler.ts";
import type { Service } from "./service.ts";
import { createTaskWorkerWatch } from "./task-worker-watch.ts";

/** Every background service that the settings ask for. */
export const services = ({ settings, db }: Pick<Context, "settings" | "db">): readonly Service[] => [
  ...(settings.schedulerEnabled ? [createScheduler(settings)] : []),
  ...(settings.schedulerEnabled && db.isShared ? [createScheduleWatch()] : []),
  ...(settings.schedulerEnabled ? [createSchedulePolicies(), backfills] : []),
  ...(settings.lateRunsEnabled ? [createLateRuns(settings)] : []),
  ...(settings.pauseExpirationsEnabled ? [pauseExpirations] : []),
  ...(settings.cancellationCleanupEnabled ? [createCancellationCleanup(settings)] : []),
  ...(settings.cleanupReconcilerEnabled ? [createCleanupReconciler(settings)] : []),
  ...(settings.leaseReaperEnabled ? [createLeaseReaper(settings)] : []),
  ...(settings.leaseStorage === leaseFiles ? [createLeaseFiles(settings)] : []),
  ...(settings.foremanEnabled ? [createForeman(settings)] : []),
  bulkJobs,
  createRetention(settings),
  createRunCounts(db),
  ...(db.isShared ? [] : [runTexts]),
  ...(settings.crashDetectionEnabled ? [createCrashDetection(), createTaskWorkerWatch()] : []),
  ...(settings.encryptionKeys.length > 0 ? [createBlockEncryption()] : []),
];
