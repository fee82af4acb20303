/** Every command by its name. Each is loaded only when it is run or when its group's help is asked for. */
import type { TopEntry } from "./entries.ts";

export const commands: Readonly<Record<string, TopEntry>> = {
  server: {
    does: "Start and stop the server, look after its database.",
    commands: {
      start: () => import("./commands/server/start.ts"),
      stop: () => import("./commands/server/stop.ts"),
      status: () => import("./commands/server/status.ts"),
      database: {
        does: "Look after the database of the server.",
        commands: {
          upgrade: () => import("./commands/server-database/upgrade.ts"),
          reset: () => import("./commands/server-database/reset.ts"),
          downgrade: () => import("./commands/server-database/downgrade.ts"),
          revision: () => import("./commands/server-database/revision.ts"),
          stamp: () => import("./commands/server-database/stamp.ts"),
        },
      },
      services: {
        does: "Look after the background services of the server.",
        commands: {
          ls: { aliases: ["list"], load: () => import("./commands/server-services/ls.ts") },
          start: { aliases: ["enable"], load: () => import("./commands/server-services/start.ts") },
          stop: { aliases: ["disable"], load: () => import("./commands/server-services/stop.ts") },
        },
      },
    },
  },
  flow: {
    does: "List flows and serve them.",
    aliases: ["flows"],
    commands: { ls: () => import("./commands/flow/ls.ts"), serve: () => import("./commands/flow/serve.ts") },
  },
  "flow-run": {
    does: "Look at flow runs, follow, retry, cancel and delete them.",
    aliases: ["flow-runs"],
    commands: {
      ls: () => import("./commands/flow-run/ls.ts"),
      inspect: () => import("./commands/flow-run/inspect.ts"),
      logs: () => import("./commands/flow-run/logs.ts"),
      watch: () => import("./commands/flow-run/watch.ts"),
      retry: () => import("./commands/flow-run/retry.ts"),
      cancel: () => import("./commands/flow-run/cancel.ts"),
      delete: () => import("./commands/flow-run/delete.ts"),
      execute: () => import("./commands/flow-run/execute.ts"),
    },
  },
  task: {
    does: "Serve tasks for background runs.",
    commands: { serve: () => import("./commands/task/serve.ts") },
  },
  "task-run": {
    does: "Look at task runs.",
    aliases: ["task-runs"],
    commands: {
      ls: () => import("./commands/task-run/ls.ts"),
      inspect: () => import("./commands/task-run/inspect.ts"),
      logs: () => import("./commands/task-run/logs.ts"),
    },
  },
  deployment: {
    does: "Look at deployments, run them, schedule them.",
    aliases: ["deployments"],
    commands: {
      ls: () => import("./commands/deployment/ls.ts"),
      inspect: () => import("./commands/deployment/inspect.ts"),
      run: () => import("./commands/deployment/run.ts"),
      pause: () => import("./commands/deployment/pause.ts"),
      resume: () => import("./commands/deployment/resume.ts"),
      delete: () => import("./commands/deployment/delete.ts"),
      schedule: {
        does: "Manage the schedules of deployments.",
        commands: {
          create: () => import("./commands/deployment-schedule/create.ts"),
          ls: () => import("./commands/deployment-schedule/ls.ts"),
          pause: () => import("./commands/deployment-schedule/pause.ts"),
          resume: () => import("./commands/deployment-schedule/resume.ts"),
          delete: () => import("./commands/deployment-schedule/delete.ts"),
          clear: () => import("./commands/deployment-schedule/clear.ts"),
          "set-policy": () => import("./commands/deployment-schedule/set-policy.ts"),
          "pause-window": {
            does: "Say when a schedule rests: dates within a pause window have no runs.",
            commands: {
              create: () => import("./commands/deployment-schedule/create-pause-window.ts"),
              ls: () => import("./commands/deployment-schedule/ls-pause-windows.ts"),
              delete: () => import("./commands/deployment-schedule/delete-pause-window.ts"),
            },
          },
        },
      },
      backfill: {
        does: "Run deployments for dates that have passed.",
        commands: {
          create: () => import("./commands/deployment-backfill/create.ts"),
          ls: () => import("./commands/deployment-backfill/ls.ts"),
          inspect: () => import("./commands/deployment-backfill/inspect.ts"),
          watch: () => import("./commands/deployment-backfill/watch.ts"),
          pause: () => import("./commands/deployment-backfill/pause.ts"),
          resume: () => import("./commands/deployment-backfill/resume.ts"),
          "set-limit": () => import("./commands/deployment-backfill/set-limit.ts"),
          cancel: () => import("./commands/deployment-backfill/cancel.ts"),
          delete: () => import("./commands/deployment-backfill/delete.ts"),
        },
      },
      "set-schedule": () => import("./commands/deployment/set-schedule.ts"),
      "clear-schedule": () => import("./commands/deployment/clear-schedule.ts"),
    },
  },
  "work-pool": {
    does: "Manage work pools: the infrastructure that runs are carried out on.",
    aliases: ["work-pools"],
    commands: {
      create: () => import("./commands/work-pool/create.ts"),
      ls: () => import("./commands/work-pool/ls.ts"),
      inspect: () => import("./commands/work-pool/inspect.ts"),
      update: () => import("./commands/work-pool/update.ts"),
      pause: () => import("./commands/work-pool/pause.ts"),
      resume: () => import("./commands/work-pool/resume.ts"),
      delete: () => import("./commands/work-pool/delete.ts"),
      slots: () => import("./commands/work-pool/slots.ts"),
      preview: () => import("./commands/work-pool/preview.ts"),
      "set-concurrency-limit": () => import("./commands/work-pool/set-concurrency-limit.ts"),
      "clear-concurrency-limit": () => import("./commands/work-pool/clear-concurrency-limit.ts"),
      "get-default-base-job-template": () => import("./commands/work-pool/get-default-job-template.ts"),
      storage: {
        does: "Look at where a pool's bundles of code come from and its results go.",
        commands: { inspect: () => import("./commands/work-pool-storage/inspect.ts") },
      },
      "provision-infrastructure": {
        aliases: ["provision-infra"],
        load: () => import("./commands/work-pool/provision-infrastructure.ts"),
      },
    },
  },
  "work-queue": {
    does: "Manage work queues: what a pool's workers take runs from, in order of priority.",
    aliases: ["work-queues"],
    commands: {
      create: () => import("./commands/work-queue/create.ts"),
      ls: () => import("./commands/work-queue/ls.ts"),
      inspect: () => import("./commands/work-queue/inspect.ts"),
      pause: () => import("./commands/work-queue/pause.ts"),
      resume: () => import("./commands/work-queue/resume.ts"),
      delete: () => import("./commands/work-queue/delete.ts"),
      slots: () => import("./commands/work-queue/slots.ts"),
      preview: () => import("./commands/work-queue/preview.ts"),
      "read-runs": () => import("./commands/work-queue/read-runs.ts"),
      "set-concurrency-limit": () => import("./commands/work-queue/set-concurrency-limit.ts"),
      "clear-concurrency-limit": () => import("./commands/work-queue/clear-concurrency-limit.ts"),
    },
  },
  variable: {
    does: "Manage variables: small values that flows and deployments look up by name.",
    commands: {
      ls: () => import("./commands/variable/ls.ts"),
      get: () => import("./commands/variable/get.ts"),
      set: () => import("./commands/variable/set.ts"),
      inspect: () => import("./commands/variable/inspect.ts"),
      unset: { aliases: ["delete"], load: () => import("./commands/variable/unset.ts") },
    },
  },
  "concurrency-limit": {
    does: "Limit how many tasks with a tag run at once.",
    aliases: ["concurrency-limits"],
    commands: {
      create: () => import("./commands/concurrency-limit/create.ts"),
      ls: () => import("./commands/concurrency-limit/ls.ts"),
      inspect: () => import("./commands/concurrency-limit/inspect.ts"),
      reset: () => import("./commands/concurrency-limit/reset.ts"),
      delete: () => import("./commands/concurrency-limit/delete.ts"),
    },
  },
  "global-concurrency-limit": {
    does: "Manage limits that anything may ask for a slot of.",
    aliases: ["gcl"],
    commands: {
      create: () => import("./commands/global-concurrency-limit/create.ts"),
      ls: () => import("./commands/global-concurrency-limit/ls.ts"),
      inspect: () => import("./commands/global-concurrency-limit/inspect.ts"),
      update: () => import("./commands/global-concurrency-limit/update.ts"),
      enable: () => import("./commands/global-concurrency-limit/enable.ts"),
      disable: () => import("./commands/global-concurrency-limit/disable.ts"),
      delete: () => import("./commands/global-concurrency-limit/delete.ts"),
    },
  },
  worker: {
    does: "Start workers, which carry out the runs of work pools.",
    aliases: ["workers"],
    commands: { start: () => import("./commands/worker/start.ts") },
  },
  block: {
    does: "Look at blocks: typed configuration that flows load by name.",
    aliases: ["blocks"],
    commands: {
      ls: () => import("./commands/block/ls.ts"),
      inspect: () => import("./commands/block/inspect.ts"),
      create: () => import("./commands/block/create.ts"),
      delete: () => import("./commands/block/delete.ts"),
      register: () => import("./commands/block/register.ts"),
      type: {
        does: "Look at types of blocks.",
        aliases: ["types"],
        commands: {
          ls: () => import("./commands/block-type/ls.ts"),
          inspect: () => import("./commands/block-type/inspect.ts"),
          delete: () => import("./commands/block-type/delete.ts"),
        },
      },
    },
  },
  artifact: {
    does: "Look at what runs made for people to read.",
    commands: {
      ls: () => import("./commands/artifact/ls.ts"),
      inspect: () => import("./commands/artifact/inspect.ts"),
      delete: () => import("./commands/artifact/delete.ts"),
    },
  },
  automation: {
    does: "Manage automations: what is done when events come, or fail to come.",
    aliases: ["automations"],
    commands: {
      create: () => import("./commands/automation/create.ts"),
      ls: () => import("./commands/automation/ls.ts"),
      inspect: () => import("./commands/automation/inspect.ts"),
      update: () => import("./commands/automation/update.ts"),
      pause: { aliases: ["disable"], load: () => import("./commands/automation/pause.ts") },
      resume: { aliases: ["enable"], load: () => import("./commands/automation/resume.ts") },
      delete: () => import("./commands/automation/delete.ts"),
    },
  },
  events: {
    does: "Watch and send events.",
    aliases: ["event"],
    commands: {
      stream: () => import("./commands/events/stream.ts"),
      emit: () => import("./commands/events/emit.ts"),
    },
  },
  dashboard: {
    does: "Open the web interface.",
    commands: { open: () => import("./commands/dashboard/open.ts") },
  },
  config: {
    does: "See and change settings of the active profile.",
    commands: {
      view: () => import("./commands/config/view.ts"),
      set: () => import("./commands/config/set.ts"),
      unset: () => import("./commands/config/unset.ts"),
      validate: () => import("./commands/config/validate.ts"),
    },
  },
  profile: {
    does: "Keep several sets of settings and switch between them.",
    aliases: ["profiles"],
    commands: {
      ls: () => import("./commands/profile/ls.ts"),
      create: () => import("./commands/profile/create.ts"),
      use: () => import("./commands/profile/use.ts"),
      inspect: () => import("./commands/profile/inspect.ts"),
      rename: () => import("./commands/profile/rename.ts"),
      delete: () => import("./commands/profile/delete.ts"),
      "populate-defaults": () => import("./commands/profile/populate-defaults.ts"),
    },
  },
  sdk: {
    does: "Write code for programs that run deployments.",
    commands: { generate: () => import("./commands/sdk/generate.ts") },
  },
  shell: {
    does: "Run shell commands as flows.",
    commands: {
      watch: () => import("./commands/shell/watch.ts"),
      serve: () => import("./commands/shell/serve.ts"),
    },
  },
  experimental: {
    does: "What Prefect calls experimental.",
    commands: {
      "result-storage": {
        does: "Manage where results go that name no storage of their own.",
        commands: {
          inspect: () => import("./commands/result-storage/inspect.ts"),
          set: () => import("./commands/result-storage/set.ts"),
          clear: () => import("./commands/result-storage/clear.ts"),
        },
      },
      plugins: {
        does: "Tell about plugins.",
        commands: { diagnose: () => import("./commands/plugins/diagnose.ts") },
      },
    },
  },
  plugins: {
    does: "Tell about plugins.",
    commands: { diagnose: () => import("./commands/plugins/diagnose.ts") },
  },
  deploy: { does: "Create and update deployments, from prefect.yaml or from options.", load: () => import("./commands/deploy.ts") },
  init: { does: "Begin a project: write prefect.yaml and .prefectignore.", load: () => import("./commands/init.ts") },
  api: { does: "Send a request to the API and print the answer.", load: () => import("./commands/api.ts") },
  transfer: {
    does: "Copy everything but runs from the server of one profile to that of another.",
    load: () => import("./commands/transfer.ts"),
  },
  completion: {
    does: "Print a script that makes a shell complete commands and options.",
    load: () => import("./commands/completion.ts"),
  },
  version: { does: "Versions of what runs here.", load: () => import("./commands/version.ts") },
};
