import { defineSettings, integer, integerBetween, list } from "@millrace/settings";

/** Who may call the API from web pages, and how much a request and a reply may weigh. */
export const httpSettings = defineSettings({
  corsOrigins: { env: "SERVER_CORS_ALLOWED_ORIGINS", type: list, default: ["*"], doc: "Origins whose pages may call the API." },
  corsMethods: { env: "SERVER_CORS_ALLOWED_METHODS", type: list, default: ["*"], doc: "Methods that pages of other origins may use." },
  corsHeaders: { env: "SERVER_CORS_ALLOWED_HEADERS", type: list, default: ["*"], doc: "Headers that pages of other origins may send." },
  maxRequestSize: {
    env: "SERVER_API_MAX_REQUEST_SIZE",
    type: integerBetween(1024, 1_073_741_824),
    default: 16_777_216,
    doc: "Bytes a request's body may have. Larger ones are refused with status 413.",
  },
  compressionSize: {
    env: "SERVER_API_COMPRESSION_MINIMUM_SIZE",
    type: integer,
    default: 16_384,
    doc: "Bytes from which on replies are compressed, for clients that take gzip; 0 for never.",
  },
});
