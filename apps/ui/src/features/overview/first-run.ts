/** What a first flow takes, in each language. */
export const languages = ["typescript", "python"] as const;
export type Language = (typeof languages)[number];

interface Steps {
  readonly label: string;
  readonly install: string;
  readonly file: string;
  readonly code: string;
  readonly run: string;
}

const typescript = `import { flow, task } from "millrace";

const greet = task({ name: "greet", retries: 2 }, async (name: string) => {
  return \`Hello, \${name}!\`;
});

const hello = flow({ name: "hello" }, async ({ names }: { names: string[] }) => {
  return await greet.map(names);
});

console.log(await hello({ names: ["Ada", "Grace"] }));`;

const python = `from prefect import flow, task

@task(retries=2)
def greet(name: str) -> str:
    return f"Hello, {name}!"

@flow
def hello(names: list[str] = ["world"]):
    return greet.map(names).result()

if __name__ == "__main__":
    print(hello(["Ada", "Grace"]))`;

interface Server {
  /** The API's address. */
  readonly url: string;
  readonly wantsCredentials: boolean;
}

/** The steps to a first run at this very server. */
export const stepsFor = (language: Language, { url, wantsCredentials }: Server): Steps => {
  const environment = [`export PREFECT_API_URL=${url}`, ...(wantsCredentials ? ["export PREFECT_API_AUTH_STRING=user:password"] : [])];
  return language === "typescript"
    ? {
        label: "TypeScript",
        install: "npm install millrace\nnpm pkg set type=module",
        file: "hello.ts",
        code: typescript,
        run: [...environment, "node hello.ts"].join("\n"),
      }
    : {
        label: "Python",
        install: "pip install prefect",
        file: "hello.py",
        code: python,
        run: [...environment, "python hello.py"].join("\n"),
      };
};
