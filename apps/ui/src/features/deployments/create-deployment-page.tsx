import { PageHeader } from "../../components/page-header.tsx";

export const CreateDeploymentPage = () => <PageHeader title="New deployment" />;
