/** The conditions that filters are made of (server.md §1.11). An empty `any_` matches nothing; every other empty list is ignored. */
import { Bool, Closed, Default, Instant, List, Nullable, OneOf, Optional, type Schema, Text, Uuid, With } from "../schema.ts";

const someOf = <In, Out>(item: Schema<In, Out>) => Optional(Nullable(List(item)));
const flag = Optional(Nullable(Bool));
const moment = Optional(Nullable(Instant));

/** How the members of one filter combine. */
export const operator = Default(OneOf("and_", "or_"), "and_");
export const ids = someOf(Uuid);
export const texts = someOf(Text);

export const IdIn = Closed({ any_: ids });
export const IdInOrNot = Closed({ any_: ids, not_any_: ids });
export const IdInOrNull = Closed({ operator, any_: ids, is_null_: flag });
export const TextIn = Closed({ any_: texts });
export const TextInOrNot = Closed({ any_: texts, not_any_: texts });
export const TextInOrNull = Closed({ operator, any_: texts, is_null_: flag });

/** `like_` is a substring in any case; `%` and `_` inside it are wildcards. */
export const TextLike = Closed({ like_: Optional(Nullable(Text)) });
export const TextInOrLike = Closed({ any_: texts, like_: Optional(Nullable(Text)) });
export const Is = Closed({ eq_: flag });
export const Exists = Closed({ exists_: flag });
export const IsNull = Closed({ operator, is_null_: flag });

/** Both ends belong to the range. */
export const Between = Closed({ before_: moment, after_: moment });
export const BetweenOrNull = Closed({ before_: moment, after_: moment, is_null_: flag });

/** `all_` wants every tag, `any_` one of them; `is_null_` means without tags. */
export const TagsMatch = Closed({ operator, all_: texts, any_: texts, is_null_: flag });
export const TagsAll = Closed({ operator, all_: texts, is_null_: flag });

/** Words are alternatives; `-word` excludes, `+word` requires, quotes keep words together; in any case. */
export const TextSearch = Closed({ query: With(Text, { maxLength: 200 }) });

/** A member of a filter, which may be missing or null. */
export const member = <In, Out>(condition: Schema<In, Out>) => Optional(Nullable(condition));
/** A list of values, as `any_` of a condition that is not of ids or texts. */
export const anyOf = someOf;
