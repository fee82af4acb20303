import { PageHeader } from "../../components/page-header.tsx";

export const FlowsPage = () => <PageHeader title="Flows" />;
