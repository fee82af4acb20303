/** The protocol version this server speaks (server.md §1.9). */
export const apiVersion = "0.8.4";

/** The release whose protocol this is. Clients compare their own version with it and warn when the server's is older. */
export const protocolRelease = "3.8.3";
