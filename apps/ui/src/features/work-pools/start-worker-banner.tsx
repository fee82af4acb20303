import { Alert, SimpleGrid, Stack, Text } from "@mantine/core";
import { findPythonPackage, type WorkPool } from "@millrace/contract";
import { IconPlugConnected } from "@tabler/icons-react";
import { useApi } from "../../api/api-context.tsx";
import { Snippet } from "../../components/snippet.tsx";
import classes from "./start-worker-banner.module.css";

/** Pools of these kinds take their runs some other way. */
const needsNoWorker = (type: string): boolean => type === "prefect-agent" || type.endsWith(":push") || type.endsWith(":managed");

const quote = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `"${text.replaceAll(/(["\\$`])/g, "\\$1")}"`);

/** What to type where the runs of a pool are to be carried out. */
export const workerCommands = ({ name, type }: Pick<WorkPool, "name" | "type">, apiUrl: string) => {
  const needed = findPythonPackage(type);
  const install = needed === undefined ? "" : `pip install prefect ${needed}\n`;
  return {
    /** Undefined where only Python's worker can. */
    millrace: needed === undefined ? `export PREFECT_API_URL=${apiUrl}\nnpx millrace worker start --pool ${quote(name)}` : undefined,
    prefect: `${install}export PREFECT_API_URL=${apiUrl}\nprefect worker start --pool ${quote(name)}`,
  };
};

/** Says how a worker is started, while the pool has none. */
export const StartWorkerBanner = ({ pool }: { readonly pool: WorkPool }) => {
  const { url } = useApi();
  if (pool.status !== "NOT_READY" || needsNoWorker(pool.type)) return null;
  const commands = workerCommands(pool, url);
  return (
    <Alert variant="default" icon={<IconPlugConnected size={18} />} title="No worker serves this pool" className={classes.banner ?? ""}>
      <Stack gap="xs">
        <Text size="sm">Its runs wait until one does. Start a worker where they are to be carried out:</Text>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          {commands.millrace !== undefined && (
            <div>
              <Text size="xs" fw={600} mb={4}>
                Millrace, for flows in TypeScript and Python
              </Text>
              <Snippet text={commands.millrace} label="the command" />
            </div>
          )}
          <div>
            <Text size="xs" fw={600} mb={4}>
              Prefect&apos;s own worker, for flows in Python
            </Text>
            <Snippet text={commands.prefect} label="the command for Prefect" />
          </div>
        </SimpleGrid>
      </Stack>
    </Alert>
  );
};
