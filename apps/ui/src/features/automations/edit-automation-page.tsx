import { PageHeader } from "../../components/page-header.tsx";

export const EditAutomationPage = () => <PageHeader title="Edit automation" />;
