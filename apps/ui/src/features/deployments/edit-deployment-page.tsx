import { PageHeader } from "../../components/page-header.tsx";

export const EditDeploymentPage = () => <PageHeader title="Edit deployment" />;
