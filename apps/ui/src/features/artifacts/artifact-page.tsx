import { Button } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import { IconTrash } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { Markdown } from "../../components/markdown.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
import { Panel } from "../../components/panel.tsx";
import { ArtifactContent } from "./artifact-content.tsx";
import { ArtifactFacts } from "./artifact-facts.tsx";
import classes from "./artifacts.module.css";

const route = getRouteApi("/artifacts/artifact/$id");

const ContentTab = ({ artifact }: { readonly artifact: Artifact }) => (
  <div className={classes.columns}>
    <Panel title="Content">
      {artifact.description !== null && artifact.description !== "" && <Markdown text={artifact.description} />}
      <ArtifactContent artifact={artifact} />
    </Panel>
    <ArtifactFacts artifact={artifact} />
  </div>
);

const DeleteButton = ({ artifact: { id, key } }: { readonly artifact: Artifact }) => {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useChange<void>({ change: (api) => api.artifacts.delete({ id }), touches: ["artifacts"], done: () => "Artifact deleted" });
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Delete this artifact?"
        does="Delete"
        onConfirm={async () => {
          await remove.mutateAsync();
          await navigate({ to: "/artifacts" });
        }}
      >
        {key === null ? "It is gone for good." : `This version of ${key} is gone for good; other versions stay.`}
      </ConfirmDialog>
    </>
  );
};

export const ArtifactPage = () => {
  const { id } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  useLive("prefect.artifact.");
  const query = useCall("artifacts", "get", { id });
  return (
    <LoadedPage query={query} title="Artifact" what="artifact" action={<LinkButton to="/artifacts">All artifacts</LinkButton>}>
      {(artifact) => (
        <>
          <PageHeader
            title={artifact.key ?? "Artifact without a key"}
            crumbs={[
              <AppLink key="artifacts" to="/artifacts" size="xs">
                Artifacts
              </AppLink>,
            ]}
            actions={<DeleteButton artifact={artifact} />}
          />
          <PageTabs
            label="Parts of the artifact"
            tabs={[
              { name: "artifact", label: "Artifact", render: () => <ContentTab artifact={artifact} /> },
              { name: "raw", label: "Raw", render: () => <JsonView value={artifact} label="the artifact" /> },
            ]}
            tab={tab}
            onTab={(name) => void navigate({ search: { tab: name } })}
          />
        </>
      )}
    </LoadedPage>
  );
};
