import { Group } from "@mantine/core";
import classes from "./tags.module.css";

interface Props {
  readonly tags: readonly string[];
  /** Makes each tag a button, such as to filter by it. */
  readonly onPick?: (tag: string) => void;
  /** How many are shown before the rest is counted. */
  readonly most?: number;
}

export const Tags = ({ tags, onPick, most = 4 }: Props) => {
  if (tags.length === 0) return null;
  const rest = tags.slice(most);
  return (
    <Group gap={4} component="span" display="inline-flex" maw="100%">
      {tags.slice(0, most).map((tag) =>
        onPick === undefined ? (
          <span key={tag} className={classes.tag}>
            {tag}
          </span>
        ) : (
          <button key={tag} type="button" className={classes.tag} onClick={() => onPick(tag)} title={`Filter by tag ${tag}`}>
            {tag}
          </button>
        ),
      )}
      {rest.length > 0 && (
        <span className={classes.tag} title={rest.join(", ")}>
          +{rest.length}
        </span>
      )}
    </Group>
  );
};
