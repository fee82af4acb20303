/** Every row of a list that the server hands out in pages: asks on until a page is shorter than the first. */
export const listAll = async <T>(listPage: (offset: number) => Promise<readonly T[]>): Promise<readonly T[]> => {
  const all: T[] = [];
  let pageSize = 0;
  for (;;) {
    const page = await listPage(all.length);
    all.push(...page);
    pageSize ||= page.length;
    if (page.length === 0 || page.length < pageSize) return all;
  }
};
