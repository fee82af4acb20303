import { block, defined, type Job, object, optional, text, texts, type Variables, whole } from "./job-template.ts";

const GcpCredentials = block("gcp-credentials", {
  title: "GcpCredentials",
  description: "Who the worker is to Google Cloud.",
  properties: {
    service_account_file: optional(
      { type: "string", format: "path" },
      { title: "Service Account File", description: "The service account's key file, beside the worker." },
    ),
    service_account_info: optional(object, { title: "Service Account Info", description: "What that file holds, in its place." }),
    project: optional(text, { title: "Project", description: "The project to work in." }),
  },
  secrets: ["service_account_info.*"],
});

const credentials = optional(defined("GcpCredentials"), {
  title: "GCP Credentials",
  description: "Who the worker is to Google Cloud; as the worker's surroundings say when empty.",
});
const definitions: Variables = {
  GcpCredentials,
  SecretKeySelector: {
    type: "object",
    title: "SecretKeySelector",
    description: "A secret of Google's Secret Manager.",
    properties: {
      secret: { ...text, title: "Secret", description: "Its name." },
      version: { ...text, title: "Version", description: "Its version, such as latest." },
    },
    required: ["secret", "version"],
  },
};

const runRegion = { ...text, title: "Region", description: "Region that jobs run in.", default: "us-central1" };
const runServiceAccount = optional(text, {
  title: "Service Account Name",
  description: "The service account that jobs run as; the project's Compute Engine account when empty.",
  examples: ["service-account@example.iam.gserviceaccount.com"],
});
const connector = optional(text, { title: "VPC Connector Name", description: "Connector by which jobs reach a private network." });
const keepJob = {
  type: "boolean",
  title: "Keep Job After Completion",
  description: "Leave jobs that have ended in Google Cloud.",
  default: false,
};
const secrets: Variables = {
  prefect_api_key_secret: optional(defined("SecretKeySelector"), {
    title: "Prefect API Key Secret",
    description: "Secret with the API key that runs use; the worker's own when empty.",
    examples: [{ secret: "prefect-api-key", version: "latest" }],
  }),
  prefect_api_auth_string_secret: optional(defined("SecretKeySelector"), {
    title: "Prefect API Auth String Secret",
    description: "Secret with the auth string that runs use; the worker's own when empty.",
    examples: [{ secret: "prefect-api-auth-string", version: "latest" }],
  }),
};
const inBytes = { type: "string", pattern: "^\\d+(?:G|Gi|M|Mi)$" };
const inProcessors = { type: "string", pattern: "^(\\d*000)m$" };

/** A job of Cloud Run, by its first API. */
export const cloudRun: Job = {
  variables: {
    region: runRegion,
    credentials,
    image: optional(text, { title: "Image Name", description: "The image to run; one that fits the worker when empty." }),
    cpu: optional(inProcessors, { title: "CPU", description: "Processors of the job, 1000m being one.", examples: ["1000m"] }),
    memory: optional(inBytes, { title: "Memory", description: "Memory of the job in G, Gi, M or Mi.", examples: ["512Mi"] }),
    vpc_connector_name: connector,
    service_account_name: runServiceAccount,
    keep_job: keepJob,
    timeout: {
      ...whole,
      exclusiveMinimum: 0,
      maximum: 3600,
      title: "Job Timeout",
      description: "Seconds that a job may take, at most an hour.",
      default: 600,
    },
    ...secrets,
  },
  within: ["image", "cpu", "memory", "vpc_connector_name", "service_account_name"],
  fields: {
    job_body: {
      apiVersion: "run.googleapis.com/v1",
      kind: "Job",
      metadata: { name: "{{ name }}", annotations: { "run.googleapis.com/launch-stage": "BETA" } },
      spec: {
        template: {
          spec: {
            template: {
              spec: {
                containers: [
                  {
                    image: "{{ image }}",
                    command: "{{ command }}",
                    resources: {
                      limits: { cpu: "{{ cpu }}", memory: "{{ memory }}" },
                      requests: { cpu: "{{ cpu }}", memory: "{{ memory }}" },
                    },
                  },
                ],
                timeoutSeconds: "{{ timeout }}",
                serviceAccountName: "{{ service_account_name }}",
              },
            },
          },
          metadata: { annotations: { "run.googleapis.com/vpc-access-connector": "{{ vpc_connector_name }}" } },
        },
      },
    },
  },
  definitions,
};

/** A job of Cloud Run, by its second API. */
export const cloudRunV2: Job = {
  variables: {
    credentials,
    region: runRegion,
    image: optional(text, { title: "Image Name", description: "The image to run.", default: "prefecthq/prefect:3-latest" }),
    args: { ...texts, title: "Args", description: "Arguments of the image's entrypoint." },
    keep_job: keepJob,
    launch_stage: {
      enum: ["ALPHA", "BETA", "GA", "DEPRECATED", "EARLY_ACCESS", "PRELAUNCH", "UNIMPLEMENTED", "LAUNCH_TAG_UNSPECIFIED"],
      type: "string",
      title: "Launch Stage",
      description: "Which stage of Cloud Run's features jobs may use.",
      default: "BETA",
    },
    max_retries: { ...whole, title: "Max Retries", description: "How often Cloud Run tries a failed job again.", default: 0 },
    cpu: { ...text, title: "CPU", description: "Processors of the job, 1000m being one.", default: "1000m" },
    memory: { ...inBytes, title: "Memory", description: "Memory of the job in G, Gi, M or Mi.", default: "512Mi" },
    timeout: {
      ...whole,
      exclusiveMinimum: 0,
      maximum: 604_800,
      title: "Job Timeout",
      description: "Seconds that a job may take, at most a week.",
      default: 600,
    },
    vpc_connector_name: connector,
    service_account_name: runServiceAccount,
    env_from_secrets: {
      ...object,
      additionalProperties: defined("SecretKeySelector"),
      title: "Environment Variables from Secrets",
      description: "Variables that the run's process finds secrets in.",
      examples: [{ ENV_VAR_NAME: { secret: "SECRET_NAME", version: "latest" } }],
    },
    ...secrets,
    cloudsql_instances: optional(texts, {
      title: "Cloud SQL Instances",
      description: "Databases of Cloud SQL that jobs reach, each as project:location:instance.",
    }),
  },
  within: ["image", "args", "launch_stage", "max_retries", "cpu", "memory", "vpc_connector_name", "service_account_name"],
  fields: {
    job_body: {
      client: "prefect",
      launchStage: "{{ launch_stage }}",
      template: {
        template: {
          serviceAccount: "{{ service_account_name }}",
          maxRetries: "{{ max_retries }}",
          timeout: "{{ timeout }}",
          vpcAccess: { connector: "{{ vpc_connector_name }}" },
          containers: [
            {
              env: [],
              image: "{{ image }}",
              command: "{{ command }}",
              args: "{{ args }}",
              resources: { limits: { cpu: "{{ cpu }}", memory: "{{ memory }}" } },
            },
          ],
        },
      },
    },
  },
  definitions,
};

const machine: Variables = {
  machine_type: {
    ...text,
    title: "Machine Type",
    description: "Processors and memory, by Google's name of them.",
    default: "n1-standard-4",
  },
  accelerator_type: optional(text, {
    title: "Accelerator Type",
    description: "Accelerator of the machine; none when empty.",
    examples: ["NVIDIA_TESLA_K80"],
  }),
  accelerator_count: optional(whole, { title: "Accelerator Count", description: "How many of them.", examples: [1] }),
  boot_disk_type: { ...text, title: "Boot Disk Type", description: "Kind of the machine's disk.", default: "pd-ssd" },
  boot_disk_size_gb: { ...whole, title: "Boot Disk Size (GB)", description: "Size of that disk in GB.", default: 100 },
  maximum_run_time_hours: { ...whole, title: "Maximum Run Time (Hours)", description: "Hours that a job may take.", default: 1 },
  network: optional(text, {
    title: "Network",
    description: "Compute Engine network the job joins, such as projects/12345/global/networks/main; none when empty.",
  }),
  enable_web_access: {
    type: "boolean",
    title: "Enable Web Access",
    description: "Allow an interactive shell on the machine while the job runs.",
    default: false,
  },
  enable_dashboard_access: {
    type: "boolean",
    title: "Enable Dashboard Access",
    description: "Allow the container's own dashboard to be reached.",
    default: false,
  },
  scheduling: optional(object, {
    title: "Scheduling Options",
    description: "How Vertex AI queues the job, in its own words; the time it may take comes from Maximum Run Time.",
    examples: [{ max_wait_duration: "1800s", strategy: "FLEX_START" }],
  }),
  reserved_ip_ranges: optional(texts, {
    title: "Reserved IP Ranges",
    description: "Names of that network's ranges the job takes its addresses from; any when empty.",
  }),
  service_account_name: optional(text, {
    title: "Service Account Name",
    description: "The service account that jobs run as; that of the credentials when empty, and needed where they have none.",
  }),
};

/** A custom job of Vertex AI. */
export const vertexAi: Job = {
  variables: {
    region: { ...text, title: "Region", description: "Region that jobs run in.", examples: ["us-central1"] },
    image: {
      ...text,
      title: "Image Name",
      description: "The image to run, from a registry that Vertex AI may read.",
      examples: ["gcr.io/your-project/your-repo:latest"],
    },
    credentials,
    ...machine,
    job_watch_poll_interval: {
      type: "number",
      title: "Poll Interval (Seconds)",
      description: "Seconds between two looks at a job.",
      default: 5,
    },
  },
  required: ["region", "image"],
  within: ["image", ...Object.keys(machine)],
  fields: {
    job_spec: {
      service_account_name: "{{ service_account_name }}",
      network: "{{ network }}",
      reserved_ip_ranges: "{{ reserved_ip_ranges }}",
      maximum_run_time_hours: "{{ maximum_run_time_hours }}",
      enable_web_access: "{{ enable_web_access }}",
      enable_dashboard_access: "{{ enable_dashboard_access }}",
      scheduling: "{{ scheduling }}",
      worker_pool_specs: [
        {
          replica_count: 1,
          container_spec: { image_uri: "{{ image }}", command: "{{ command }}", args: [] },
          machine_spec: {
            machine_type: "{{ machine_type }}",
            accelerator_type: "{{ accelerator_type }}",
            accelerator_count: "{{ accelerator_count }}",
          },
          disk_spec: { boot_disk_type: "{{ boot_disk_type }}", boot_disk_size_gb: "{{ boot_disk_size_gb }}" },
        },
      ],
    },
  },
  definitions: { GcpCredentials },
};
