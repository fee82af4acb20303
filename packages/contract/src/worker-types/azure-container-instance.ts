import { DockerRegistryCredentials } from "./docker.ts";
import { block, defined, type Job, object, optional, secret, text, texts, type Variables, whole } from "./job-template.ts";

const definitions: Variables = {
  DockerRegistryCredentials,
  ACRManagedIdentity: {
    type: "object",
    title: "ACRManagedIdentity",
    description: "An identity of the container group that may pull from an Azure Container Registry.",
    properties: {
      registry_url: { ...text, title: "Registry URL", description: "Address of the registry, such as myregistry.azurecr.io." },
      identity: { ...text, title: "Identity", description: "The identity, which the container group must have." },
    },
    required: ["registry_url", "identity"],
  },
  AzureContainerInstanceCredentials: block("azure-container-instance-credentials", {
    title: "AzureContainerInstanceCredentials",
    description: "The service principal that the worker is to Azure: all three of its parts, or none for Azure's default.",
    properties: {
      client_id: optional(text, { title: "Client ID", description: "Client of the service principal." }),
      tenant_id: optional(text, { title: "Tenant ID", description: "Tenant of the service principal." }),
      client_secret: optional(secret, { title: "Client Secret", description: "Secret of the service principal." }),
      credential_kwargs: { ...object, title: "Additional Credential Keyword Arguments", description: "Further options of Azure's client." },
    },
    secrets: ["client_secret"],
  }),
};

const container: Variables = {
  image: optional(text, { title: "Image", description: "The image to run; one that fits the worker when empty." }),
  resource_group_name: { ...text, title: "Azure Resource Group Name", description: "The resource group that containers are made in." },
  subscription_id: { ...secret, title: "Azure Subscription ID", description: "The subscription that pays for them." },
  identities: optional(texts, {
    title: "Identities",
    description:
      "Identities of the container group, each as /subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{identityName}.",
  }),
  entrypoint: optional(text, {
    title: "Entrypoint",
    description: "What the container starts, with the command as its arguments. Change it only for images of another make.",
    default: "/opt/prefect/entrypoint.sh",
  }),
  image_registry: optional(
    { anyOf: [defined("DockerRegistryCredentials"), defined("ACRManagedIdentity")] },
    {
      title: "Image Registry (Optional)",
      description: "How a private registry is reached: with a name and a password, or with an identity.",
    },
  ),
  cpu: optional({ type: "number" }, { title: "CPU", description: "Processors of the container.", default: 1 }),
  gpu_count: optional(whole, { title: "GPU Count", description: "GPUs of the container; none when empty." }),
  gpu_sku: optional(text, { title: "GPU SKU", description: "Kind of GPU, as Azure calls those of its regions." }),
  memory: optional({ type: "number" }, { title: "Memory", description: "GB of memory of the container.", default: 1 }),
  subnet_ids: optional(texts, { title: "Subnet IDs", description: "Subnets the container group joins." }),
  dns_servers: optional(texts, { title: "DNS Servers", description: "Name servers of the container group." }),
};

/** A container group of Azure Container Instances. */
export const azureContainerInstance: Job = {
  variables: {
    ...container,
    aci_credentials: {
      allOf: [defined("AzureContainerInstanceCredentials")],
      title: "Aci Credentials",
      description: "Who the worker is to Azure.",
    },
    stream_output: {
      type: "boolean",
      title: "Stream Output",
      description: "Show what the container prints in the worker's output.",
      default: false,
    },
    keep_container_group: {
      type: "boolean",
      title: "Keep Container Group After Completion",
      description: "Leave container groups that have ended in Azure.",
      default: false,
    },
    task_start_timeout_seconds: {
      ...whole,
      title: "Task Start Timeout Seconds",
      description: "Seconds that a container may take to start.",
      default: 240,
    },
    task_watch_poll_interval: {
      type: "number",
      title: "Task Watch Poll Interval",
      description: "Seconds between two looks at a container.",
      default: 5,
    },
  },
  required: ["resource_group_name", "subscription_id"],
  fields: {
    arm_template: {
      $schema: "https://schema.management.azure.com/schemas/2019-08-01/deploymentTemplate.json#",
      contentVersion: "1.0.0.0",
      parameters: {
        location: { type: "string", defaultValue: "[resourceGroup().location]", metadata: { description: "Where everything is made." } },
        container_group_name: {
          type: "string",
          defaultValue: "[uniqueString(resourceGroup().id)]",
          metadata: { description: "Name of the new container group." },
        },
        container_name: {
          type: "string",
          defaultValue: "[uniqueString(resourceGroup().id)]",
          metadata: { description: "Name of its container." },
        },
      },
      resources: [
        {
          type: "Microsoft.ContainerInstance/containerGroups",
          apiVersion: "2022-09-01",
          name: "[parameters('container_group_name')]",
          location: "[parameters('location')]",
          properties: {
            containers: [
              {
                name: "[parameters('container_name')]",
                properties: {
                  image: "{{ image }}",
                  command: "{{ command }}",
                  resources: { requests: { cpu: "{{ cpu }}", memoryInGB: "{{ memory }}" } },
                  environmentVariables: [],
                },
              },
            ],
            osType: "Linux",
            restartPolicy: "Never",
          },
        },
      ],
    },
  },
  definitions,
};
