import { PageHeader } from "../../components/page-header.tsx";

export const DeploymentPage = () => <PageHeader title="Deployment" />;
