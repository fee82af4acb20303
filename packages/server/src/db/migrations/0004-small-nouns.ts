import type { Migration } from "../migrate.ts";

/** Variables, artifact collections, saved searches, the server's own configuration, automations. */
export const smallNouns: Migration = {
  name: "0004-small-nouns",
  statements: ({ uuid, time, json, bool }) => [
    `create table variable (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      name text not null unique, data ${json}, tags ${json} not null)`,

    `create table artifact_collection (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      key text not null unique, latest_id ${uuid} not null)`,
    "create index artifact_by_task_run on artifact (task_run_id) where task_run_id is not null",
    "create index artifact_by_created on artifact (created)",
    // A collection found among older artifacts takes the id of its last one: ids are unique, whose they are does not matter.
    `insert into artifact_collection (id, created, updated, key, latest_id)
      select id, created, updated, key, id from artifact where key is not null and not exists (
        select 1 from artifact as newer where newer.key = artifact.key
          and (newer.created > artifact.created or (newer.created = artifact.created and newer.id > artifact.id)))`,

    `create table saved_search (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null unique, filters ${json} not null)`,

    `create table configuration (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, key text not null unique, data ${json})`,

    `create table automation (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      name text not null, description text not null, enabled ${bool} not null, tags ${json} not null,
      "trigger" ${json} not null, actions ${json} not null, actions_on_trigger ${json} not null, actions_on_resolve ${json} not null)`,

    `create table automation_resource (
      automation_id ${uuid} not null references automation (id) on delete cascade,
      resource_id text not null, owned ${bool} not null, primary key (automation_id, resource_id))`,
    "create index automation_resource_by_resource on automation_resource (resource_id)",
  ],
};
