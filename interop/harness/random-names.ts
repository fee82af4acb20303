/** Whether a flow run's name is two words, as servers make them up for runs that nobody named. */
export const isRandomName = (name: string): boolean => /^[a-z]{2,}-[a-z]{2,}$/.test(name);

/** The same for a task run, whose usual name ends in three random digits that may all be letters: of the words, only `bee` looks like them. */
export const isRandomTaskName = (name: string): boolean => isRandomName(name) && (name.endsWith("-bee") || !/-[a-f]{3}$/.test(name));
