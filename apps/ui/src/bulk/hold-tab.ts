/** Has the browser ask before this tab is closed or loaded anew, for as long as it does some work that ends with it. */
export const holdTab = async <T>(work: Promise<T>): Promise<T> => {
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  try {
    return await work;
  } finally {
    window.removeEventListener("beforeunload", ask);
  }
};
