import {
  bool,
  defineSettings,
  type Given,
  integerBetween,
  oneOf,
  type Place,
  path,
  port,
  SettingsError,
  type SettingsOf,
  seconds,
  text,
} from "@millrace/settings";

const postgres = "postgresql+asyncpg";
const sqlite = "sqlite+aiosqlite";

const part = (given: Given, env: string): string => encodeURIComponent(given(`SERVER_DATABASE_${env}`) ?? "");

const postgresUrl = (given: Given): string => {
  const missing = ["HOST", "USER", "NAME"].filter((env) => part(given, env) === "").map((env) => `PREFECT_SERVER_DATABASE_${env}`);
  if (missing.length > 0) {
    throw new SettingsError([`PREFECT_SERVER_DATABASE_DRIVER is ${postgres}, which needs ${missing.join(" and ")} too.`]);
  }
  const password = part(given, "PASSWORD");
  const host = given("SERVER_DATABASE_HOST") ?? "";
  const address = host.includes(":") ? `[${host}]` : host;
  const user = part(given, "USER") + (password === "" ? "" : `:${password}`);
  return `${postgres}://${user}@${address}:${given("SERVER_DATABASE_PORT") ?? 5432}/${part(given, "NAME")}`;
};

/** The database that its parts name, where no URL does (cli.md §27). */
const urlOfParts = ({ home }: Place, given: Given): string => {
  const driver = given("SERVER_DATABASE_DRIVER");
  if (driver === postgres) return postgresUrl(given);
  const file = driver === sqlite ? given("SERVER_DATABASE_NAME") : undefined;
  return `sqlite:///${file ?? `${home}/prefect.db`}`;
};

/** Where everything is kept. */
export const databaseSettings = defineSettings({
  databaseUrl: {
    env: "SERVER_DATABASE_CONNECTION_URL",
    type: text,
    secret: true,
    derive: urlOfParts,
    doc: "Database to keep everything in: sqlite+aiosqlite:///file or postgresql+asyncpg://user:password@host/name.",
  },
  databaseDriver: {
    env: "SERVER_DATABASE_DRIVER",
    type: oneOf(postgres, sqlite),
    doc: "Kind of the database, where its parts are given in place of a URL: host, port, user, password and name.",
  },
  databaseHost: { env: "SERVER_DATABASE_HOST", type: text, doc: "Host of the PostgreSQL server, beside the driver." },
  databasePort: { env: "SERVER_DATABASE_PORT", type: port, default: 5432, doc: "Port of the PostgreSQL server, beside the driver." },
  databaseUser: { env: "SERVER_DATABASE_USER", type: text, doc: "User at the PostgreSQL server, beside the driver." },
  databasePassword: {
    env: "SERVER_DATABASE_PASSWORD",
    type: text,
    secret: true,
    doc: "Password of that user. A URL may ask for it by this name, in braces after a dollar sign.",
  },
  databaseName: { env: "SERVER_DATABASE_NAME", type: text, doc: "Name of the database, or the file of one of SQLite, beside the driver." },
  databaseTls: {
    env: "SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_ENABLED",
    type: bool,
    default: false,
    doc: "Encrypt connections to PostgreSQL, and check who answers. A URL may say otherwise by its `sslmode`.",
  },
  databaseTlsCheckHost: {
    env: "SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_CHECK_HOSTNAME",
    type: bool,
    default: true,
    doc: "Whether the certificate has to be for the host, beside a file of authorities.",
  },
  databaseTlsAuthorities: {
    env: "SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_CA_FILE",
    type: path,
    doc: "File with the authorities that PostgreSQL's certificate has to be from; those the system knows unless given.",
  },
  databaseTlsCertificate: {
    env: "SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_CERT_FILE",
    type: path,
    doc: "File with a certificate to show to PostgreSQL.",
  },
  databaseTlsKey: {
    env: "SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_KEY_FILE",
    type: path,
    doc: "File with the key of that certificate.",
  },
  databaseSearchPath: {
    env: "SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_SEARCH_PATH",
    type: text,
    doc: "Schemas of PostgreSQL to look for tables in, the first to make them in.",
  },
  databaseApplicationName: {
    env: "SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_APPLICATION_NAME",
    type: text,
    doc: "What connections are called in PostgreSQL's own lists.",
  },
  databasePoolSize: {
    env: "SERVER_DATABASE_SQLALCHEMY_POOL_SIZE",
    type: integerBetween(1, 1000),
    default: 15,
    doc: "PostgreSQL connections kept at most.",
  },
  databaseConnectionTimeout: {
    env: "SERVER_DATABASE_CONNECTION_TIMEOUT",
    type: seconds,
    default: 5,
    doc: "Seconds to wait for a database connection.",
  },
});

const placeholder = /\$\{PREFECT_(?:SERVER|API)_DATABASE_PASSWORD\}/g;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

type DatabaseSettings = Pick<SettingsOf<typeof databaseSettings>, "databaseUrl"> & Partial<SettingsOf<typeof databaseSettings>>;

/** A password may be written as URLs need it, or not. */
const withPassword = ({ databaseUrl, databasePassword }: DatabaseSettings): string => {
  if (databaseUrl.search(placeholder) < 0) return databaseUrl;
  if (databasePassword !== undefined) return databaseUrl.replaceAll(placeholder, () => encodeURIComponent(decode(databasePassword)));
  throw new SettingsError(["The database's URL asks for PREFECT_SERVER_DATABASE_PASSWORD, which is not set."]);
};

const parametersOf = (settings: DatabaseSettings): Readonly<Record<string, string | undefined>> => ({
  ...(settings.databaseTls === true && {
    sslmode: settings.databaseTlsCheckHost === false ? "verify-ca" : "verify-full",
    sslrootcert: settings.databaseTlsAuthorities,
    sslcert: settings.databaseTlsCertificate,
    sslkey: settings.databaseTlsKey,
  }),
  application_name: settings.databaseApplicationName,
  options: settings.databaseSearchPath === undefined ? undefined : `-c search_path=${settings.databaseSearchPath.replaceAll(" ", "")}`,
});

/** The database's URL with all that other settings say of it. What the URL says itself counts. Throws a `SettingsError` when its password is missing. */
export const databaseUrlOf = (settings: DatabaseSettings): string => {
  const url = withPassword(settings);
  if (!url.startsWith("postgres")) return url;
  const [address = "", query] = url.split("?", 2);
  const search = new URLSearchParams(query);
  const saysHowToEncrypt = search.has("ssl") || search.has("sslmode");
  for (const [name, value] of Object.entries(parametersOf(settings))) {
    if (value !== undefined && !search.has(name) && !(saysHowToEncrypt && name.startsWith("ssl"))) search.set(name, value);
  }
  return search.size === 0 ? address : `${address}?${search}`;
};
