/** Settings of the server and of everything else, for the commands that show and change them. Loads no server. */
import { serverSettings } from "@millrace/server/settings";
import { clientSettings } from "@millrace/settings";
import { workerSettings } from "@millrace/worker/settings";

export const allSettings = { client: clientSettings, server: serverSettings, worker: workerSettings };
