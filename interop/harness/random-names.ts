/** Whether a name is two words, as servers make them up for runs that nobody named. */
export const isRandomName = (name: string): boolean => /^[a-z]{3,}-[a-z]{3,}$/.test(name) && !/-[a-f]{3}$/.test(name);
