/** A flow that could not be loaded. The message names the file, what is wrong with it and the remedy; a stack adds nothing. */
export class LoadError extends Error {
  override readonly name = "LoadError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, "stack", { value: `LoadError: ${message}` });
  }
}
