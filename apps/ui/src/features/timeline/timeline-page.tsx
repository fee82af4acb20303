import { PageHeader } from "../../components/page-header.tsx";

export const TimelinePage = () => <PageHeader title="Timeline" />;
