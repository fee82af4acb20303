import { PageHeader } from "../../components/page-header.tsx";

export const WorkQueuePage = () => <PageHeader title="Work queue" />;
