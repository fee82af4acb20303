import { PageHeader } from "../../components/page-header.tsx";

export const AutomationPage = () => <PageHeader title="Automation" />;
