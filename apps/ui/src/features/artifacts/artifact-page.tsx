import { PageHeader } from "../../components/page-header.tsx";

export const ArtifactPage = () => <PageHeader title="Artifact" />;
