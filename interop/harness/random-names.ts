/** Whether a flow run's name is two words, as servers make them up for runs that nobody named. */
export const isRandomName = (name: string): boolean => /^[a-z]{2,}-[a-z]{2,}$/.test(name);

/**
 * The same for a task run, whose usual name is its task's and three random digits, which may all be letters: of the words, only `bee`
 * looks like them.
 */
export const isRandomTaskName = ({ name, task_key }: { readonly name: string; readonly task_key: string }): boolean => {
  if (!isRandomName(name)) return false;
  return name.endsWith("-bee") ? !task_key.startsWith(name.slice(0, -"-bee".length)) : !/-[a-f]{3}$/.test(name);
};
