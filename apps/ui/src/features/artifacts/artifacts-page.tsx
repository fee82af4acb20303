import { PageHeader } from "../../components/page-header.tsx";

export const ArtifactsPage = () => <PageHeader title="Artifacts" />;
