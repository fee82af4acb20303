/** A part of a list, as it was answered. */
interface Page {
  readonly count: number;
  readonly pages: number;
}

interface Place {
  readonly page: number;
  readonly limit: number;
  readonly onSearch: (change: { page?: number | undefined; limit?: number }) => void;
}

/** The `paging` of a table whose page and length stand in the address; none before the first answer. */
export const pagingOf = (data: Page | undefined, { page, limit, onSearch }: Place) =>
  data === undefined
    ? {}
    : {
        paging: {
          page,
          limit,
          count: data.count,
          pages: data.pages,
          onPage: (next: number, length: number) => onSearch({ page: next, limit: length }),
          onLimit: (next: number) => onSearch({ limit: next, page: undefined }),
        },
      };
