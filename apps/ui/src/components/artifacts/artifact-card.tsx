import { Group, Text } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import type { ReactNode } from "react";
import { Instant } from "../time/instant.tsx";
import { ArtifactIcon } from "./artifact-looks.tsx";
import { ArtifactPreview } from "./artifact-preview.tsx";
import classes from "./artifacts.module.css";

interface Props {
  readonly artifact: Pick<Artifact, "type" | "data" | "description" | "updated">;
  /** Its name, as the way to it. */
  readonly link: ReactNode;
}

/** An artifact among others: what it is called and how it begins. */
export const ArtifactCard = ({ artifact, link }: Props) => (
  <article className={classes.card}>
    <Group gap={8} wrap="nowrap">
      <ArtifactIcon type={artifact.type} />
      <span className={classes.name}>{link}</span>
    </Group>
    <ArtifactPreview artifact={artifact} />
    {artifact.description !== null && (
      <Text size="sm" lineClamp={2}>
        {artifact.description}
      </Text>
    )}
    <Text size="xs" c="dimmed" mt="auto" component="div">
      {artifact.type ?? "artifact"} · <Instant at={artifact.updated} />
    </Text>
  </article>
);
