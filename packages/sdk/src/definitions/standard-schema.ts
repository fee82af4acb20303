/** The common interface of schema libraries (standardschema.dev), as far as it is used here. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => ValidationResult<Output> | Promise<ValidationResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly jsonSchema?: JsonSchemaConverter | undefined;
  };
}

type ValidationResult<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
export interface JsonSchemaConverter {
  readonly input: (options: { readonly target: string; readonly libraryOptions?: Readonly<Record<string, unknown>> }) => object;
}

type TypesOf<S> = S extends { readonly "~standard": { readonly types?: infer T } } ? NonNullable<T> : never;
export type InputOf<S> = TypesOf<S> extends { readonly input: infer I } ? I : never;
export type OutputOf<S> = TypesOf<S> extends { readonly output: infer O } ? O : never;

/** `urls.0: Invalid URL`, one issue. */
export const printIssue = ({ message, path = [] }: Issue): string => {
  const where = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
  return where === "" ? message : `${where}: ${message}`;
};
