interface Lack {
  /** PostgreSQL's code and text for what went wrong when the index was to be made. */
  readonly reason: string | null;
  readonly has_extension: boolean;
}

interface Told {
  readonly what: string;
  readonly remedy: string;
}

const explain = ({ reason, has_extension }: Lack): Told => {
  const [, code, text] = /^(\w{5}) (.*)$/s.exec(reason ?? "") ?? [];
  if (code === "0A000" || code === "58P01") {
    const remedy = "Install it there (Debian and Ubuntu have it in postgresql-contrib)";
    return { what: "PostgreSQL's extension pg_trgm is not installed where the database runs", remedy };
  }
  if (!has_extension && (code === undefined || code === "42501")) {
    const remedy = "Have an administrator run CREATE EXTENSION pg_trgm in this database";
    return { what: "The database lacks PostgreSQL's extension pg_trgm, and this role may not create it", remedy };
  }
  if (text === undefined)
    return { what: "The index of the names of runs has not been made", remedy: "Run millrace server database upgrade" };
  const remedy = code === "42501" ? "Have an administrator give this role that right" : "Mend that";
  return { what: `The index of the names of runs could not be made, as PostgreSQL says: ${text}`, remedy };
};

/** Why there is no index of names, and what to do, for people. */
export const tellLack = (lack: Lack): string => {
  const { what, remedy } = explain(lack);
  return `${what}. A search for a part of a run's name reads the names of all runs. ${remedy}, then start the server again.`;
};
