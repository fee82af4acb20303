import type { Page } from "playwright-core";

/** Fills in the login form that is shown, and waits until it has gone. */
export const signIn = async (page: Page, credentials: string): Promise<void> => {
  await page.getByLabel("Credentials", { exact: true }).fill(credentials);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor({ state: "hidden" });
};
