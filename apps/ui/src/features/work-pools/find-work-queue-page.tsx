import { PageHeader } from "../../components/page-header.tsx";

export const FindWorkQueuePage = () => <PageHeader title="Work queue" />;
