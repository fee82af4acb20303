import { lazyDialog } from "../../components/lazy-part.tsx";

/** With the forms of schemas, which most visits do not need. */
export const LoadedResumeDialog = lazyDialog(() => import("./resume-dialog.tsx").then(({ ResumeDialog }) => ResumeDialog));
