import { PageHeader } from "../../components/page-header.tsx";

export const FlowRunPage = () => <PageHeader title="Flow run" />;
