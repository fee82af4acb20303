import { PageHeader } from "../../components/page-header.tsx";

export const BlockPage = () => <PageHeader title="Block" />;
