import { PageHeader } from "../../components/page-header.tsx";

export const EditWorkQueuePage = () => <PageHeader title="Edit work queue" />;
