import { PageHeader } from "../../components/page-header.tsx";

export const RunDeploymentPage = () => <PageHeader title="Run deployment" />;
