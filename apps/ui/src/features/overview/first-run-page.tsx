import { Group, Loader, SegmentedControl, Stack, Text } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useApi } from "../../api/api-context.tsx";
import { AppLink } from "../../components/app-link.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { Snippet } from "../../components/snippet.tsx";
import { languages, stepsFor } from "./first-run.ts";
import classes from "./overview.module.css";

const route = getRouteApi("/dashboard");

const Steps = () => {
  const { url, settings } = useApi();
  const { language = "typescript" } = route.useSearch();
  const wantsCredentials = settings.auth !== null;
  const steps = stepsFor(language, { url, wantsCredentials });
  return (
    <ol className={classes.steps}>
      <li>
        <Text size="sm" fw={600} mb={6}>
          Install
        </Text>
        <Snippet text={steps.install} label="the command" />
      </li>
      <li>
        <Text size="sm" fw={600} mb={6}>
          Save this as {steps.file}
        </Text>
        <Snippet text={steps.code} label="the flow" />
      </li>
      <li>
        <Text size="sm" fw={600} mb={6}>
          Run it
        </Text>
        <Snippet text={steps.run} label="the commands" />
        {wantsCredentials && (
          <Text size="sm" c="dimmed" mt={6}>
            This server wants credentials: put in those you log in with, in place of user:password.
          </Text>
        )}
      </li>
    </ol>
  );
};

/** For a server that has not run anything yet: the way to a first run. The overview takes its place by itself. */
export const FirstRunPage = () => {
  const { language = "typescript" } = route.useSearch();
  const { url } = useApi();
  const navigate = useNavigate({ from: "/dashboard" });
  return (
    <>
      <PageHeader title="Overview" description={`Nothing has run at this server yet. Its API is at ${url}.`} />
      <PageBody>
        <Stack maw={760} gap="md">
          <Panel
            title="Run a first flow"
            actions={
              <SegmentedControl
                size="xs"
                aria-label="Language"
                data={languages.map((each) => ({ value: each, label: stepsFor(each, { url, wantsCredentials: false }).label }))}
                value={language}
                onChange={(next) =>
                  void navigate({ search: (before) => ({ ...before, language: languages.find((each) => each === next) }), replace: true })
                }
              />
            }
          >
            <Steps />
          </Panel>
          <Group gap="sm" role="status" wrap="nowrap">
            <Loader size="xs" type="dots" aria-hidden="true" />
            <Text size="sm">Waiting for the first run: this page turns into the overview when it arrives.</Text>
          </Group>
          <Text size="sm" c="dimmed">
            Flows that should run again and again are served by their own process, or sent to a{" "}
            <AppLink to="/work-pools" size="sm" underline="always">
              work pool
            </AppLink>{" "}
            whose workers carry them out.
          </Text>
        </Stack>
      </PageBody>
    </>
  );
};
