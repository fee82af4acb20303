import { PageHeader } from "../../components/page-header.tsx";

export const WorkerPage = () => <PageHeader title="Worker" />;
