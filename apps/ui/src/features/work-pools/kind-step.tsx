import { Badge, Group, Radio, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/RadioCard.css";
import "@mantine/core/styles/RadioIndicator.css";
import { ErrorCard } from "../../components/error-card.tsx";
import classes from "./kind-step.module.css";
import { useWorkerKinds } from "./use-worker-kinds.ts";

interface Props {
  readonly type: string | undefined;
  readonly onType: (type: string) => void;
}

/** Which kind of infrastructure. */
export const KindStep = ({ type, onType }: Props) => {
  const { data, error, refetch } = useWorkerKinds();
  if (error !== null && data === undefined) return <ErrorCard error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={160} />;
  return (
    <Radio.Group
      value={type ?? null}
      onChange={onType}
      label="Infrastructure"
      description="What carries out the runs of this pool. It cannot be changed later."
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm" mt="sm">
        {data.map((kind) => (
          <Radio.Card key={kind.type} value={kind.type} className={classes.card ?? ""} aria-label={kind.label}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator />
              <Stack gap={2}>
                <Group gap={6}>
                  <Text size="sm" fw={600}>
                    {kind.label}
                  </Text>
                  {kind.isBeta && (
                    <Badge size="xs" variant="default">
                      Beta
                    </Badge>
                  )}
                </Group>
                <Text size="sm" c="dimmed">
                  {kind.description}
                </Text>
              </Stack>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
};
