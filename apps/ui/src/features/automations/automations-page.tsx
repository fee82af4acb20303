import { PageHeader } from "../../components/page-header.tsx";

export const AutomationsPage = () => <PageHeader title="Automations" />;
