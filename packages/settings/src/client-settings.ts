/** What the client, the SDK and the command line are set by (cli.md §28). */
import { join } from "node:path";
import { defineSettings, type SettingsOf } from "./define-settings.ts";
import {
  bool,
  delays,
  integer,
  integerBetween,
  integers,
  list,
  logLevel,
  map,
  number,
  numberBetween,
  oneOf,
  path,
  port,
  seconds,
  text,
  url,
} from "./kinds.ts";

export const clientSettings = defineSettings({
  home: { env: "HOME", type: path, derive: ({ home }) => home, doc: "Directory of profiles, the local database and results." },
  profilesPath: {
    env: "PROFILES_PATH",
    type: path,
    derive: ({ home }) => join(home, "profiles.toml"),
    doc: "File the profiles are kept in.",
  },
  debugMode: { env: "DEBUG_MODE", type: bool, default: false, doc: "Log everything, whatever the log levels say." },
  uiUrl: { env: "UI_URL", type: url, doc: "Address of the web interface, when it is not the API's without /api." },

  apiUrl: { env: "API_URL", type: url, doc: "Address of the server's API, such as http://127.0.0.1:4200/api." },
  apiKey: { env: "API_KEY", type: text, secret: true, doc: "Key sent with every request." },
  apiAuthString: {
    env: "API_AUTH_STRING",
    type: text,
    secret: true,
    doc: "User and password for a server with basic authentication, as user:password.",
  },
  apiTlsInsecureSkipVerify: {
    env: "API_TLS_INSECURE_SKIP_VERIFY",
    type: bool,
    default: false,
    doc: "Accept any certificate of the server. Only for tests.",
  },
  apiSslCertFile: { env: "API_SSL_CERT_FILE", type: path, doc: "Certificate authorities to trust, as a PEM file." },
  apiRequestTimeout: { env: "API_REQUEST_TIMEOUT", type: seconds, default: 60, doc: "Seconds a request may take." },

  clientMaxRetries: {
    env: "CLIENT_MAX_RETRIES",
    type: integer,
    default: 5,
    doc: "Further attempts after a request that failed for a passing reason.",
  },
  clientRetryJitterFactor: {
    env: "CLIENT_RETRY_JITTER_FACTOR",
    type: number,
    default: 0.2,
    doc: "Share of the wait between attempts that is left to chance.",
  },
  clientRetryExtraCodes: {
    env: "CLIENT_RETRY_EXTRA_CODES",
    type: integers,
    default: [],
    doc: "Status codes that are tried again besides 429, 502, 503 and 408.",
  },
  clientCsrfSupportEnabled: {
    env: "CLIENT_CSRF_SUPPORT_ENABLED",
    type: bool,
    default: true,
    doc: "Fetch and send a CSRF token where the server wants one.",
  },
  clientCustomHeaders: {
    env: "CLIENT_CUSTOM_HEADERS",
    type: map,
    default: {},
    secret: true,
    doc: "Headers added to every request, as a JSON object.",
  },
  clientServerVersionCheckEnabled: {
    env: "CLIENT_SERVER_VERSION_CHECK_ENABLED",
    type: bool,
    default: true,
    doc: "Ask once whether the server's version fits.",
  },

  cliColors: { env: "CLI_COLORS", type: bool, default: true, doc: "Colours on a terminal." },
  cliPrompt: { env: "CLI_PROMPT", type: bool, doc: "Ask questions; unset, it asks on a terminal only." },
  cliWrapLines: { env: "CLI_WRAP_LINES", type: bool, default: true, doc: "Wrap prose at the terminal's width." },

  loggingLevel: { env: "LOGGING_LEVEL", type: logLevel, default: "INFO", doc: "Least level of a run's log that is shown and sent." },
  loggingExtraLoggers: {
    env: "LOGGING_EXTRA_LOGGERS",
    type: list,
    default: [],
    doc: "Further loggers whose lines belong to the run's log.",
  },
  loggingLogPrints: {
    env: "LOGGING_LOG_PRINTS",
    type: bool,
    default: false,
    doc: "Log what flows and tasks print, unless they say otherwise.",
  },
  loggingColors: { env: "LOGGING_COLORS", type: bool, default: true, doc: "Colours in log lines on a terminal." },
  loggingToApiEnabled: { env: "LOGGING_TO_API_ENABLED", type: bool, default: true, doc: "Send the log of runs to the server." },
  loggingToApiBatchInterval: {
    env: "LOGGING_TO_API_BATCH_INTERVAL",
    type: seconds,
    default: 2,
    doc: "Seconds between two batches of log lines.",
  },
  loggingToApiBatchSize: {
    env: "LOGGING_TO_API_BATCH_SIZE",
    type: integer,
    default: 4_000_000,
    doc: "Bytes a batch of log lines may have.",
  },
  loggingToApiMaxLogSize: { env: "LOGGING_TO_API_MAX_LOG_SIZE", type: integer, default: 1_000_000, doc: "Bytes one log line may have." },
  loggingToApiWhenMissingFlow: {
    env: "LOGGING_TO_API_WHEN_MISSING_FLOW",
    type: oneOf("warn", "error", "ignore"),
    default: "warn",
    doc: "What to do with a run's log line written outside a run.",
  },

  flowsHeartbeatFrequency: {
    env: "FLOWS_HEARTBEAT_FREQUENCY",
    type: integerBetween(30, 86_400),
    default: 180,
    doc: "Seconds between two signs of life of a flow run.",
  },
  flowsDefaultRetries: { env: "FLOWS_DEFAULT_RETRIES", type: integer, default: 0, doc: "Retries of a flow that names none." },
  flowsDefaultRetryDelaySeconds: {
    env: "FLOWS_DEFAULT_RETRY_DELAY_SECONDS",
    type: delays,
    default: [0],
    doc: "Wait before a flow's retry, for a flow that names none.",
  },
  tasksDefaultRetries: { env: "TASKS_DEFAULT_RETRIES", type: integer, default: 0, doc: "Retries of a task that names none." },
  tasksDefaultRetryDelaySeconds: {
    env: "TASKS_DEFAULT_RETRY_DELAY_SECONDS",
    type: delays,
    default: [0],
    doc: "Wait before a task's retries, for a task that names none.",
  },
  tasksRefreshCache: { env: "TASKS_REFRESH_CACHE", type: bool, default: false, doc: "Run every task again and renew its cached result." },
  tasksDefaultNoCache: { env: "TASKS_DEFAULT_NO_CACHE", type: bool, default: false, doc: "Cache only tasks that ask for it." },
  tasksDisableCaching: { env: "TASKS_DISABLE_CACHING", type: bool, default: false, doc: "Cache no task." },
  tasksDefaultPersistResult: { env: "TASKS_DEFAULT_PERSIST_RESULT", type: bool, doc: "Keep task results; unset, it is as for flows." },

  resultsDefaultSerializer: { env: "RESULTS_DEFAULT_SERIALIZER", type: text, default: "json", doc: "How results are written." },
  resultsPersistByDefault: {
    env: "RESULTS_PERSIST_BY_DEFAULT",
    type: bool,
    default: false,
    doc: "Keep results of flows and tasks that do not say.",
  },
  resultsDefaultStorageBlock: { env: "RESULTS_DEFAULT_STORAGE_BLOCK", type: text, doc: "Block that results are kept in, as kind/name." },
  resultsLocalStoragePath: {
    env: "RESULTS_LOCAL_STORAGE_PATH",
    type: path,
    derive: ({ home }) => join(home, "storage"),
    doc: "Directory results are kept in.",
  },

  runnerProcessLimit: { env: "RUNNER_PROCESS_LIMIT", type: integer, default: 5, doc: "Runs a served process works on at once." },
  runnerPollFrequency: {
    env: "RUNNER_POLL_FREQUENCY",
    type: numberBetween(0.1, 3600, "a number of seconds from 0.1 to 3600"),
    default: 10,
    doc: "Seconds between two looks for runs that are due.",
  },
  runnerCrashOnCancellationFailure: {
    env: "RUNNER_CRASH_ON_CANCELLATION_FAILURE",
    type: bool,
    default: false,
    doc: "Mark a run as crashed when it cannot be watched for cancellation.",
  },
  runnerServerEnable: { env: "RUNNER_SERVER_ENABLE", type: bool, default: false, doc: "Answer health questions while serving." },
  runnerServerHost: { env: "RUNNER_SERVER_HOST", type: text, default: "localhost", doc: "Address the health answers are given on." },
  runnerServerPort: { env: "RUNNER_SERVER_PORT", type: port, default: 8080, doc: "Port the health answers are given on." },

  deploymentsDefaultWorkPoolName: {
    env: "DEPLOYMENTS_DEFAULT_WORK_POOL_NAME",
    type: text,
    doc: "Work pool of a deployment that names none.",
  },
  serverEphemeralEnabled: {
    env: "SERVER_EPHEMERAL_ENABLED",
    type: bool,
    default: false,
    doc: "Start a server in process when no API URL is set.",
  },
  serverEphemeralStartupTimeoutSeconds: {
    env: "SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS",
    type: seconds,
    default: 20,
    doc: "Seconds the server in process may take to start.",
  },
});
export type ClientSettings = SettingsOf<typeof clientSettings>;

/** Address of the web interface of a server: as set, else the API's without `/api`; undefined without an API (cli.md §27). */
export const findUiUrl = ({ uiUrl, apiUrl }: Pick<ClientSettings, "uiUrl" | "apiUrl">): string | undefined =>
  uiUrl ?? apiUrl?.replace(/\/+$/, "").replace(/\/api$/, "");

/** The least level of a run's log, debug mode considered. */
export const logLevelOf = ({
  debugMode,
  loggingLevel,
}: Pick<ClientSettings, "debugMode" | "loggingLevel">): ClientSettings["loggingLevel"] => (debugMode ? "DEBUG" : loggingLevel);
