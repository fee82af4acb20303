import { PageHeader } from "../../components/page-header.tsx";

export const CreateWorkQueuePage = () => <PageHeader title="New work queue" />;
