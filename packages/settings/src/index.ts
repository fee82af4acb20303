export * from "./client-settings.ts";
export * from "./define-settings.ts";
export * from "./kinds.ts";
export { findKnownSetting, type KnownSetting, listKnownSettings, ourPrefix, prefectPrefix } from "./names.ts";
export { findNearest } from "./near.ts";
export {
  bundledProfiles,
  defaultProfileName,
  mergeProfiles,
  type Profile,
  type ProfilesFile,
  readProfiles,
  writeProfiles,
} from "./profiles.ts";
export { type ReadOptions, type ReadResult, readSettings, secretMask } from "./read-settings.ts";
export { listSettings, type ReportOptions, type SettingReport } from "./report.ts";
export { SettingsError } from "./settings-error.ts";
export { profilesAreSaved, readSources, type Source, type SourceName, type Sources, type Where, whereWeAre } from "./sources.ts";
export { readTraceExport, type TraceExport } from "./trace-export.ts";
