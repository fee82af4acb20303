import { useCallbackRef } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useEffect, useMemo, useRef, useState } from "react";
import { useApi } from "../api/api-context.tsx";
import { useSay } from "../api/say-context.tsx";
import { withFallback } from "../api/with-fallback.ts";
import { copyText } from "../components/copy-text.ts";
import { collectLines, printLines } from "./collect-lines.ts";
import { type LogQuery, type LogScope, logFilter } from "./log-query.ts";
import type { LogSource } from "./log-source.ts";
import { saveFile } from "./save-file.ts";

export interface SaveLog {
  readonly isBusy: boolean;
  readonly copy: () => void;
  readonly download: () => void;
  /** As the server writes it; of flow runs only. */
  readonly downloadCsv: (() => void) | undefined;
}

/** More than that no clipboard is good for. */
const mostCopied = 20_000;
const mostDownloaded = 1_000_000;
const progressId = "log-progress";

const tellProgress = (count: number): void => {
  const message = `Reading the log… ${count.toLocaleString("en")} lines`;
  notifications.update({ id: progressId, message, loading: true, autoClose: false });
};

interface Options {
  readonly source: LogSource;
  readonly scope: LogScope;
  readonly query: LogQuery;
  /** What files are named after. */
  readonly name: string;
}

/** Copies and downloads the lines that match, all of them, not only those at hand. */
export const useSaveLog = ({ source, scope, query, name }: Options): SaveLog => {
  const api = useApi();
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  const busily = async (does: string, deed: () => Promise<string>): Promise<void> => {
    setBusy(true);
    notifications.show({ id: progressId, message: "Reading the log…", loading: true, autoClose: false });
    try {
      say.done(await deed());
    } catch (error) {
      if (!leaving.current.signal.aborted) say.failed(does, error);
    } finally {
      notifications.hide(progressId);
      setBusy(false);
    }
  };
  const read = (most: number): Promise<string> => {
    const { signal } = leaving.current;
    const logs = logFilter(scope, query);
    return withFallback(
      { api, flag: "ui-log-download" },
      () => api.uiLists.downloadLogs({ body: { logs, limit: most } }, { signal }),
      async () => printLines(await collectLines(source, logs, { most, signal, onProgress: tellProgress })),
    );
  };

  const copy = async (): Promise<string> => {
    await copyText(await read(mostCopied));
    return `The log is copied, its first ${mostCopied.toLocaleString("en")} lines at most.`;
  };
  const download = async (): Promise<string> => {
    saveFile(`${name}.log`, await read(mostDownloaded), "text/plain");
    return "The log is downloaded.";
  };
  const downloadCsv = async (id: string): Promise<string> => {
    saveFile(`${name}.csv`, await api.flowRuns.downloadLogs({ id }, { signal: leaving.current.signal }), "text/csv");
    return "The log is downloaded.";
  };
  const saveCopy = useCallbackRef(() => void busily("Copy the lines", copy));
  const saveText = useCallbackRef(() => void busily("Download the log", download));
  const saveCsv = useCallbackRef(() => void ("flowRunId" in scope && busily("Download the log", () => downloadCsv(scope.flowRunId))));
  const hasCsv = "flowRunId" in scope;
  return useMemo(
    () => ({ isBusy, copy: saveCopy, download: saveText, downloadCsv: hasCsv ? saveCsv : undefined }),
    [isBusy, saveCopy, saveText, saveCsv, hasCsv],
  );
};
