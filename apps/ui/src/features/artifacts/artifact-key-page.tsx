import { PageHeader } from "../../components/page-header.tsx";

export const ArtifactKeyPage = () => <PageHeader title="Artifact" />;
