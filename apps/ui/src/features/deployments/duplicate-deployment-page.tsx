import { PageHeader } from "../../components/page-header.tsx";

export const DuplicateDeploymentPage = () => <PageHeader title="Duplicate deployment" />;
