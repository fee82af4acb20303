import {
  IconBell,
  IconBraces,
  IconBrandAws,
  IconBrandAzure,
  IconBrandBitbucket,
  IconBrandDatabricks,
  IconBrandDiscord,
  IconBrandDocker,
  IconBrandGithub,
  IconBrandGitlab,
  IconBrandGoogle,
  IconBrandSlack,
  IconBrandSnowflake,
  IconBrandTeams,
  IconBrandTwilio,
  IconCalendar,
  IconCloudUp,
  IconDatabase,
  IconFolder,
  IconHexagons,
  IconLock,
  IconMail,
  IconTerminal2,
  IconVariable,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";
import classes from "./block-logo.module.css";

/** By a word of the slug, the first that fits. */
const logos: readonly (readonly [words: RegExp, icon: TablerIcon])[] = [
  [/aws|^s3|ecs|lambda/, IconBrandAws],
  [/azure/, IconBrandAzure],
  [/gcp|gcs|google|bigquery|vertex|cloud-run/, IconBrandGoogle],
  [/slack/, IconBrandSlack],
  [/teams/, IconBrandTeams],
  [/discord/, IconBrandDiscord],
  [/docker/, IconBrandDocker],
  [/github/, IconBrandGithub],
  [/gitlab/, IconBrandGitlab],
  [/bitbucket/, IconBrandBitbucket],
  [/snowflake/, IconBrandSnowflake],
  [/databricks/, IconBrandDatabricks],
  [/twilio/, IconBrandTwilio],
  [/kubernetes/, IconHexagons],
  [/email|sendgrid|mail/, IconMail],
  [/pager|opsgenie|mattermost|notif/, IconBell],
  [/webhook/, IconWebhook],
  [/secret|credentials|token/, IconLock],
  [/local-file/, IconFolder],
  [/file-system|smb|storage|bucket/, IconCloudUp],
  [/sql|database|redis|postgres|mongo/, IconDatabase],
  [/json/, IconBraces],
  [/date|time/, IconCalendar],
  [/string|variable/, IconVariable],
  [/shell|process|command|dbt/, IconTerminal2],
];

interface Props {
  readonly type: { readonly slug: string; readonly name: string; readonly logo_url: string | null };
  /** Pixels. */
  readonly size?: number;
}

/**
 * The picture of a type of block; its name stands beside it. Those of well-known types are our own, for logos lie on other hosts,
 * which pages do not call; one that a type carries within itself is shown.
 */
export const BlockLogo = ({ type: { slug, name, logo_url }, size = 20 }: Props) => {
  if (logo_url?.startsWith("data:image/")) return <img src={logo_url} alt="" width={size} height={size} className={classes.logo} />;
  const Icon = logos.find(([words]) => words.test(slug))?.[1];
  if (Icon !== undefined) return <Icon size={size} stroke={1.5} className={classes.logo} aria-hidden="true" />;
  return (
    <span className={classes.letter} style={{ width: size, height: size }} aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
};
