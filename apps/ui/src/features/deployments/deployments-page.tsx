import { PageHeader } from "../../components/page-header.tsx";

export const DeploymentsPage = () => <PageHeader title="Deployments" />;
