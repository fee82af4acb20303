/** The types that every server has. Slugs, names and fields are the protocol's, so that its clients load and save them. */
import type { CreateBlockSchema, CreateBlockType } from "@millrace/contract";

interface SystemType {
  readonly type: CreateBlockType;
  readonly schema: Omit<CreateBlockSchema, "block_type_id">;
}

const typeOf = (name: string, slug: string, texts: { description: string; code_example: string }): CreateBlockType => ({
  name,
  slug,
  logo_url: null,
  documentation_url: null,
  ...texts,
});

const schemaOf = (title: string, slug: string, rest: CreateBlockSchema["fields"]): CreateBlockSchema["fields"] => ({
  title,
  type: "object",
  block_type_slug: slug,
  block_schema_references: {},
  ...rest,
});

const version = "1";

const webhook: SystemType = {
  type: typeOf("Webhook", "webhook", {
    description: "An address to send a request to, with its method and headers.",
    code_example: '```python\nfrom prefect.blocks.webhook import Webhook\n\nhook = Webhook.load("my-hook")\n```',
  }),
  schema: {
    version,
    capabilities: [],
    fields: schemaOf("Webhook", "webhook", {
      description: "An address to send a request to, with its method and headers.",
      properties: {
        method: {
          title: "Method",
          description: "How the request is sent.",
          type: "string",
          enum: ["GET", "POST", "PUT", "PATCH", "DELETE"],
          default: "POST",
          position: 0,
        },
        url: {
          title: "Webhook URL",
          description: "Where the request goes.",
          type: "string",
          format: "password",
          writeOnly: true,
          position: 1,
        },
        headers: { title: "Webhook Headers", description: "Headers the request carries.", type: "object", position: 2 },
        allow_private_urls: {
          title: "Allow Private Urls",
          description: "Whether the address may be one of a private network.",
          type: "boolean",
          default: true,
          position: 3,
        },
        verify: { title: "Verify", description: "Whether the certificate must be valid.", type: "boolean", default: true, position: 4 },
      },
      required: ["url"],
      secret_fields: ["url", "headers.*"],
    }),
  },
};

const secret: SystemType = {
  type: typeOf("Secret", "secret", {
    description: "A value that is kept encrypted and shown as asterisks.",
    code_example: '```python\nfrom prefect.blocks.system import Secret\n\npassword = Secret.load("my-password").get()\n```',
  }),
  schema: {
    version,
    capabilities: [],
    fields: schemaOf("Secret", "secret", {
      description: "A value that is kept encrypted and shown as asterisks.",
      properties: {
        value: {
          title: "Value",
          description: "The value to keep: text, or any JSON.",
          anyOf: [{ type: "string", format: "password", writeOnly: true }, { title: "string", type: "string" }, { title: "JSON" }],
          format: "password",
          writeOnly: true,
          position: 0,
        },
      },
      required: ["value"],
      secret_fields: ["value"],
    }),
  },
};

const localFileSystem: SystemType = {
  type: typeOf("Local File System", "local-file-system", {
    description: "A folder on the machine that a flow runs on.",
    code_example: '```python\nfrom prefect.filesystems import LocalFileSystem\n\nfolder = LocalFileSystem.load("my-folder")\n```',
  }),
  schema: {
    version,
    capabilities: ["get-directory", "put-directory", "read-path", "write-path"],
    fields: schemaOf("LocalFileSystem", "local-file-system", {
      description: "A folder on the machine that a flow runs on.",
      properties: {
        basepath: {
          title: "Basepath",
          description: "The folder that paths are relative to.",
          anyOf: [{ type: "string" }, { type: "null" }],
          default: null,
          position: 0,
        },
      },
      secret_fields: [],
    }),
  },
};

export const systemTypes: readonly SystemType[] = [webhook, secret, localFileSystem];
