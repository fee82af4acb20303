/** What flows import from "millrace": the SDK, which here can also start a server when none is configured. */
import { useServerStarter } from "@millrace/sdk";
import { startLocalServer } from "./local-server.ts";

useServerStarter(startLocalServer);

export * from "@millrace/sdk";
