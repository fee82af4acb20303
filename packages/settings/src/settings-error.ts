/** A setting somebody wrote wrongly. The message names every one, its value and what would be accepted; it is for people. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.problems = problems;
    // Frames of ours tell its reader nothing, and Node would print them where nobody catches it.
    Object.defineProperty(this, "stack", { value: `${this.name}: ${this.message}` });
  }
}
