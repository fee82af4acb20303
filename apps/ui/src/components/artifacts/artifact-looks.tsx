import { IconChartBar, IconFileText, IconLink, IconPackage, IconPhoto, IconTable, type TablerIcon } from "@tabler/icons-react";

const icons: Readonly<Record<string, TablerIcon>> = {
  markdown: IconFileText,
  table: IconTable,
  image: IconPhoto,
  link: IconLink,
  progress: IconChartBar,
};

/** The picture of a kind of artifact; its name stands beside it. */
export const ArtifactIcon = ({ type }: { readonly type: string | null }) => {
  const Icon = icons[type ?? ""] ?? IconPackage;
  return <Icon size={18} stroke={1.6} color="var(--muted)" style={{ flex: "none" }} aria-hidden="true" />;
};

/** Kinds that people filter by. */
export const artifactTypes = ["markdown", "table", "image", "link", "progress", "result"] as const;
