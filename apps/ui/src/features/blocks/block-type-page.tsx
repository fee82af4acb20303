import { PageHeader } from "../../components/page-header.tsx";

export const BlockTypePage = () => <PageHeader title="Block type" />;
