import { PageHeader } from "../../components/page-header.tsx";

export const FlowPage = () => <PageHeader title="Flow" />;
