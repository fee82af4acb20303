import { PageHeader } from "../../components/page-header.tsx";

export const CreateAutomationPage = () => <PageHeader title="New automation" />;
