import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { isAnswering } from "../api/load-part.ts";
import { problemOf } from "../api/problem.ts";
import { LinkButton } from "../components/app-link.tsx";

/** Milliseconds between two looks whether the server answers again. */
const pause = 3_000;

/** Loads the page anew as soon as the server answers: nothing can have been typed into an error. */
const LoadWhenBack = () => {
  useEffect(() => {
    const timer = setInterval(async () => {
      if (await isAnswering()) window.location.reload();
    }, pause);
    return () => clearInterval(timer);
  }, []);
  return null;
};

/** What is shown in place of a page that has failed: what happened, why, and the ways on. */
export const ErrorPage = ({ error, reset }: ErrorComponentProps) => {
  const router = useRouter();
  const queries = useQueryClient();
  const problem = problemOf(error, { isRepeated: true });
  const retry = (): void => {
    reset();
    void queries.invalidateQueries();
    void router.invalidate();
  };
  return (
    <Stack p="lg" maw={640} mx="auto" mt="xl">
      <title>{`${problem.title} · Millrace`}</title>
      <Paper withBorder p="lg" role="alert">
        <Title order={1} size="h2" mb="xs">
          {problem.title}
        </Title>
        <Text size="sm" mb="md" style={{ overflowWrap: "anywhere" }}>
          {problem.detail}
        </Text>
        {problem.kind === "network" && <LoadWhenBack />}
        <Group>
          {problem.kind === "replaced" ? (
            <Button onClick={() => window.location.reload()}>Load again</Button>
          ) : (
            <Button onClick={retry}>Try again</Button>
          )}
          <LinkButton to="/dashboard" variant="default">
            Overview
          </LinkButton>
        </Group>
      </Paper>
    </Stack>
  );
};
