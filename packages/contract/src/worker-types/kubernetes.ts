import { block, defined, type Job, object, optional, text, whole } from "./job-template.ts";

const quantity = (title: string, description: string) => optional(text, { title, description });

/** A job of a Kubernetes cluster. */
export const kubernetes: Job = {
  variables: {
    namespace: { ...text, title: "Namespace", description: "The namespace that jobs are made in.", default: "default" },
    image: optional(text, {
      title: "Image",
      description: "The image to run; one that fits the worker when empty.",
      examples: ["docker.io/prefecthq/prefect:3-latest"],
    }),
    service_account_name: optional(text, { title: "Service Account Name", description: "The service account that jobs run as." }),
    image_pull_policy: {
      enum: ["IfNotPresent", "Always", "Never"],
      type: "string",
      title: "Image Pull Policy",
      description: "When the cluster pulls the image.",
      default: "IfNotPresent",
    },
    annotations: { ...object, additionalProperties: text, title: "Annotations", description: "Annotations of jobs and their pods." },
    backoff_limit: {
      ...whole,
      minimum: 0,
      title: "Backoff Limit",
      description: "How often Kubernetes tries a job again whose pod it evicted. With 0 the worker schedules the run again.",
      default: 0,
    },
    finished_job_ttl: optional(whole, {
      title: "Finished Job TTL",
      description: "Seconds after its end at which Kubernetes removes a job; never when empty.",
    }),
    job_watch_timeout_seconds: optional(whole, {
      title: "Job Watch Timeout Seconds",
      description: "Seconds without a word from a job after which the worker gives it up; never when empty.",
    }),
    pod_watch_timeout_seconds: {
      ...whole,
      title: "Pod Watch Timeout Seconds",
      description: "Seconds that a job's pod may take to appear.",
      default: 60,
    },
    stream_output: {
      type: "boolean",
      title: "Stream Output",
      description: "Show what the job prints in the worker's output.",
      default: true,
    },
    cluster_config: optional(defined("KubernetesClusterConfig"), {
      title: "Cluster Config",
      description: "How to reach the cluster; as the worker's surroundings say when empty.",
    }),
    cpu_request: quantity("CPU Request", "Processors the pod is sure to have, such as 500m for half of one."),
    cpu_limit: quantity("CPU Limit", "Processors the pod may use at most, such as 500m or 2."),
    memory_request: quantity("Memory Request", "Memory the pod is sure to have, such as 128Mi."),
    memory_limit: quantity("Memory Limit", "Memory the pod may use at most, such as 1Gi."),
  },
  within: [
    "image",
    "service_account_name",
    "image_pull_policy",
    "backoff_limit",
    "finished_job_ttl",
    "cpu_request",
    "cpu_limit",
    "memory_request",
    "memory_limit",
  ],
  fields: {
    job_manifest: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        labels: "{{ labels }}",
        annotations: "{{ annotations }}",
        namespace: "{{ namespace }}",
        generateName: "{{ name }}-",
      },
      spec: {
        backoffLimit: "{{ backoff_limit }}",
        ttlSecondsAfterFinished: "{{ finished_job_ttl }}",
        template: {
          spec: {
            parallelism: 1,
            completions: 1,
            restartPolicy: "Never",
            serviceAccountName: "{{ service_account_name }}",
            containers: [
              {
                name: "prefect-job",
                env: "{{ env }}",
                image: "{{ image }}",
                imagePullPolicy: "{{ image_pull_policy }}",
                args: "{{ command }}",
                resources: {
                  limits: { cpu: "{{ cpu_limit }}", memory: "{{ memory_limit }}" },
                  requests: { cpu: "{{ cpu_request }}", memory: "{{ memory_request }}" },
                },
              },
            ],
          },
        },
      },
    },
  },
  definitions: {
    KubernetesClusterConfig: block("kubernetes-cluster-config", {
      title: "KubernetesClusterConfig",
      description: "How to reach a cluster.",
      properties: {
        config: { ...object, title: "Config", description: "All that a configuration file of kubectl holds." },
        context_name: { ...text, title: "Context Name", description: "Which of its contexts to use." },
      },
      required: ["config", "context_name"],
    }),
  },
};
