import { block, defined, type Job, object, optional, secret, text, type Variables, whole } from "./job-template.ts";

const credentials: Variables = {
  AwsClientParameters: {
    type: "object",
    title: "AwsClientParameters",
    description: "Further options of the client that talks to AWS.",
    properties: {
      api_version: optional(text, { title: "API Version", description: "Version of the API; the latest when empty." }),
      use_ssl: { type: "boolean", title: "Use SSL", description: "Talk to AWS over TLS.", default: true },
      verify: {
        anyOf: [{ type: "boolean" }, { type: "string", format: "file-path" }],
        title: "Verify",
        description: "Check the certificates of AWS.",
        default: true,
      },
      verify_cert_path: optional(
        { type: "string", format: "file-path" },
        {
          title: "Certificate Authority Bundle File Path",
          description: "File with the authorities that certificates are checked against.",
        },
      ),
      endpoint_url: optional(text, { title: "Endpoint URL", description: "Address of the service, where it is not that of AWS." }),
      config: optional(object, { title: "Botocore Config", description: "Advanced options of botocore." }),
    },
  },
  AwsCredentials: block("aws-credentials", {
    title: "AwsCredentials",
    description: "Who the worker is to AWS.",
    properties: {
      aws_access_key_id: optional(text, { title: "AWS Access Key ID", description: "Id of an access key." }),
      aws_secret_access_key: optional(secret, { title: "AWS Access Key Secret", description: "Secret of the access key." }),
      aws_session_token: optional(text, { title: "AWS Session Token", description: "Token of credentials that end by themselves." }),
      profile_name: optional(text, { title: "Profile Name", description: "Profile of the worker's AWS configuration." }),
      region_name: optional(text, { title: "Region Name", description: "Region, such as eu-central-1." }),
      aws_client_parameters: {
        allOf: [defined("AwsClientParameters")],
        title: "AWS Client Parameters",
        description: "Further options of the client.",
      },
    },
    secrets: ["aws_secret_access_key"],
  }),
};

/** What the container of a run is and where it runs. */
const container: Variables = {
  task_definition_arn: optional(text, {
    title: "Task Definition Arn",
    description: "An existing task definition to run as it is; what would change a task definition is passed over then.",
  }),
  aws_credentials: optional(defined("AwsCredentials"), {
    title: "AWS Credentials",
    description: "Who the worker is to AWS; what boto3 finds beside it when empty.",
  }),
  cluster: optional(text, { title: "Cluster", description: "Name or ARN of the cluster; the default one when empty." }),
  family: optional(text, {
    title: "Family",
    description: "Family of the task definition; made of the names of the flow and the deployment when empty.",
  }),
  launch_type: {
    enum: ["FARGATE", "EC2", "EXTERNAL", "FARGATE_SPOT"],
    type: "string",
    title: "Launch Type",
    description: "What the task runs on. FARGATE_SPOT stands for the capacity provider of that name.",
    default: "FARGATE",
  },
  capacity_provider_strategy: {
    type: "array",
    items: defined("CapacityProvider"),
    title: "Capacity Provider Strategy",
    description: "Capacity providers to run the task on, in place of the launch type.",
  },
  image: optional(text, { title: "Image", description: "The image to run; that of the task definition, or one that fits, when empty." }),
  cpu: optional(whole, { title: "CPU", description: "CPU units, 1024 being one processor; 1024 when nothing says otherwise." }),
  memory: optional(whole, { title: "Memory", description: "MiB of memory; 2048 when nothing says otherwise." }),
  container_name: optional(text, {
    title: "Container Name",
    description: "Which container of the task the run takes; prefect, or else the first, when empty.",
  }),
  task_role_arn: optional(text, { title: "Task Role ARN", description: "Role that the run itself has." }),
  execution_role_arn: optional(text, {
    title: "Execution Role ARN",
    description: "Role that ECS has while it starts the task; without one its logs cannot be kept.",
  }),
  prefect_api_key_secret_arn: optional(text, {
    title: "Prefect API Key Secret ARN",
    description: "Secret of AWS with the API key that runs use; the worker's own when empty.",
  }),
  prefect_api_auth_string_secret_arn: optional(text, {
    title: "Prefect API Auth String Secret ARN",
    description: "Secret of AWS with the auth string that runs use; the worker's own when empty.",
  }),
  vpc_id: optional(text, {
    title: "VPC ID",
    description: "Network of a task whose network mode is awsvpc, as it always is on Fargate; the default one when empty.",
  }),
  network_configuration: {
    ...object,
    title: "Network Configuration",
    description: "The awsvpcConfiguration of the task, in place of what the worker finds out.",
  },
};

/** Where its output goes, and how the worker follows it. */
const following: Variables = {
  configure_cloudwatch_logs: optional(
    { type: "boolean" },
    {
      title: "Configure Cloudwatch Logs",
      description:
        "Send the container's output to CloudWatch. The execution role must be allowed logs:CreateLogStream, logs:CreateLogGroup and logs:PutLogEvents. Off, unless stream_output is on.",
    },
  ),
  cloudwatch_logs_options: {
    ...object,
    additionalProperties: text,
    title: "Cloudwatch Logs Options",
    description: "Further options of the awslogs log driver, where output goes to CloudWatch.",
  },
  cloudwatch_logs_prefix: optional(text, {
    title: "Cloudwatch Logs Prefix",
    description: "Prefix of the log group; made of the names of the pool and the deployment when empty.",
  }),
  stream_output: optional(
    { type: "boolean" },
    { title: "Stream Output", description: "Show what the container prints in the worker's output, which takes CloudWatch." },
  ),
  task_start_timeout_seconds: {
    ...whole,
    title: "Task Start Timeout Seconds",
    description: "Seconds that a task may take until it is RUNNING.",
    default: 300,
  },
  task_watch_poll_interval: {
    type: "number",
    title: "Task Watch Poll Interval",
    description: "Seconds between two looks at a task.",
    default: 5,
  },
  auto_deregister_task_definition: {
    type: "boolean",
    title: "Auto Deregister Task Definition",
    description: "Make task definitions of the worker's own inactive after use.",
    default: false,
  },
  match_latest_revision_in_family: {
    type: "boolean",
    title: "Match Latest Revision In Family",
    description: "Use the latest task definition of the family again when it is the same.",
    default: false,
  },
};

/** A task of an ECS cluster. */
export const elasticContainerService: Job = {
  variables: { ...container, ...following },
  within: ["task_definition_arn", "family", "launch_type", "capacity_provider_strategy", "image", "cpu", "memory", "task_role_arn"],
  fields: {
    task_definition: {
      containerDefinitions: [{ image: "{{ image }}", name: "{{ container_name }}" }],
      cpu: "{{ cpu }}",
      family: "{{ family }}",
      memory: "{{ memory }}",
      executionRoleArn: "{{ execution_role_arn }}",
    },
    task_run_request: {
      launchType: "{{ launch_type }}",
      cluster: "{{ cluster }}",
      overrides: {
        containerOverrides: [
          {
            name: "{{ container_name }}",
            command: "{{ command }}",
            environment: "{{ env }}",
            cpu: "{{ cpu }}",
            memory: "{{ memory }}",
          },
        ],
        cpu: "{{ cpu }}",
        memory: "{{ memory }}",
        taskRoleArn: "{{ task_role_arn }}",
      },
      tags: "{{ labels }}",
      taskDefinition: "{{ task_definition_arn }}",
      capacityProviderStrategy: "{{ capacity_provider_strategy }}",
    },
  },
  definitions: {
    ...credentials,
    CapacityProvider: {
      type: "object",
      title: "CapacityProvider",
      description: "A capacity provider and its share of the tasks.",
      properties: {
        capacityProvider: { ...text, title: "Capacityprovider" },
        weight: { ...whole, title: "Weight" },
        base: { ...whole, title: "Base" },
      },
      required: ["capacityProvider", "weight", "base"],
    },
  },
};
