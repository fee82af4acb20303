import { PageHeader } from "../../components/page-header.tsx";

export const TaskRunPage = () => <PageHeader title="Task run" />;
