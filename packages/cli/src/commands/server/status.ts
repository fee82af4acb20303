import { type CommandContext, CommandError, command } from "../../command.ts";
import { checkHealth, type Health } from "../../health.ts";
import { flag, integerOr } from "../../parameters.ts";

const second = 1000;

const look = async (
  { host, settings }: CommandContext,
  url: string,
  { wait, timeout }: { wait: boolean; timeout: number },
): Promise<Health & { timedOut?: true }> => {
  const end = timeout > 0 ? host.now() + timeout * second : Number.POSITIVE_INFINITY;
  for (;;) {
    const health = await checkHealth(host, { url, settings: settings() });
    if (health.available || !wait) return health;
    if (host.now() + second > end) return { ...health, timedOut: true };
    await host.wait(second);
  }
};

export default command({
  does: "Tell whether the server answers.",
  options: {
    wait: flag("Wait until it does."),
    timeout: integerOr("Seconds to wait at most; 0 is for ever.", 0, { short: "t" }),
  },
  json: true,
  async run(context, { wait, timeout }) {
    const { say, settings } = context;
    const { apiUrl } = settings();
    if (apiUrl === undefined) throw new CommandError("No server is configured. Set PREFECT_API_URL to the address of one.");
    say.line(`Connecting to server at ${apiUrl}...`);
    const { available, error, version, timedOut } = await look(context, apiUrl, { wait, timeout });
    if (available) {
      say.done("Server is available.", `  API URL: ${apiUrl}`, ...(version === undefined ? [] : [`  Server version: ${version}`]));
      return { status: "available", api_url: apiUrl, ...(version === undefined ? {} : { server_version: version }) };
    }
    if (timedOut) {
      throw new CommandError(`Timed out after ${timeout} seconds waiting for server at ${apiUrl}: ${error}.`, {
        report: { status: "timed_out", api_url: apiUrl, timeout, error },
      });
    }
    throw new CommandError(`Server is not available at ${apiUrl}: ${error}.\nStart one with: millrace server start`, {
      report: { status: "unavailable", api_url: apiUrl, error },
    });
  },
});
