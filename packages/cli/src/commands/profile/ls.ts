import { command } from "../../command.ts";

export default command({
  does: "List saved profiles.",
  json: true,
  async run({ say, sources }) {
    const { profilesFile, profileName } = sources();
    const profiles = Object.keys(profilesFile.profiles).map((name) => ({ name, active: name === profileName }));
    if (profiles.length === 0) say.line(`No profile is saved; '${profileName}' is in use. Save one with: millrace profile create NAME`);
    for (const { name, active } of profiles) say.line(active ? say.style.green(`* ${name}`) : `  ${name}`);
    if (profiles.some(({ active }) => active)) say.line(say.style.dim("* in use"));
    return profiles;
  },
});
