/** Packages of the Python client by the type of worker that only they have. */
export const pythonPackages = {
  kubernetes: "prefect-kubernetes",
  ecs: "prefect-aws",
  "cloud-run": "prefect-gcp",
  "cloud-run-v2": "prefect-gcp",
  "vertex-ai": "prefect-gcp",
  "azure-container-instance": "prefect-azure",
} as const;

/** The package that a worker of this type takes; undefined where Millrace's own worker has it, or nobody knows it. */
export const findPythonPackage = (type: string): string | undefined =>
  Object.entries(pythonPackages).find(([known]) => known === type)?.[1];
