import { PageHeader } from "../../components/page-header.tsx";

export const CompareArtifactsPage = () => <PageHeader title="Compare artifacts" />;
