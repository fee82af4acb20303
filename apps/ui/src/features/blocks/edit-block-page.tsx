import { PageHeader } from "../../components/page-header.tsx";

export const EditBlockPage = () => <PageHeader title="Edit block" />;
