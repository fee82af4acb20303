/** Scripts that make shells complete our commands. Each finds the place from the words typed, then offers what can follow. */
import type { Place, Word } from "./words.ts";

export const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

const programs = ["millrace", "prefect"];
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const cases = (places: readonly Place[], print: (words: readonly Word[]) => string): string =>
  places.map(({ spellings, words }) => `    ${spellings.map(quote).join(" | ")}) ${print(words)} ;;`).join("\n");

const bash = (places: readonly Place[]): string => `# Completion of millrace for bash. Load it with: source <(millrace completion bash)
_millrace_words() {
  case "$1" in
${cases(places, (words) => `echo ${quote(words.map(({ word }) => word).join(" "))}`)}
  esac
}
_millrace() {
  local place="" word next i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    next="\${place:+$place }$word"
    [[ "$word" != -* && -n "$(_millrace_words "$next")" ]] && place="$next"
  done
  COMPREPLY=($(compgen -W "$(_millrace_words "$place")" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _millrace ${programs.join(" ")}
`;

const described = ({ word, doc }: Word): string => quote(`${word.replaceAll(":", "\\:")}:${doc}`);

const zsh = (places: readonly Place[]): string => `#compdef ${programs.join(" ")}
# Completion of millrace for zsh. Load it with: source <(millrace completion zsh)
_millrace_words() {
  case "$1" in
${cases(places, (words) => `print -rl -- ${words.map(described).join(" ")}`)}
  esac
}
_millrace() {
  local place="" word next i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    next="\${place:+$place }$word"
    [[ "$word" != -* && -n "$(_millrace_words "$next")" ]] && place="$next"
  done
  offered=("\${(@f)$(_millrace_words "$place")}")
  _describe 'millrace' offered || _files
}
compdef _millrace ${programs.join(" ")}
`;

const fishQuote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const fishCases = (places: readonly Place[]): string =>
  places
    .map(({ spellings, words }) => {
      const lines = words.map(({ word, doc }) => fishQuote(`${word}\t${doc}`)).join(" ");
      return `    case ${spellings.map(fishQuote).join(" ")}\n      printf '%s\\n' ${lines}`;
    })
    .join("\n");

/** Files are offered once something typed looks like one. */
const aFile = 'string match -qr -- "[./]" (commandline -ct)';

const fish = (places: readonly Place[]): string => `# Completion of millrace for fish. Load it with: millrace completion fish | source
function __millrace_words
  switch "$argv[1]"
${fishCases(places)}
  end
end
function __millrace_offer
  set -l place ""
  for word in (commandline -opc)[2..]
    string match -q -- '-*' $word; and continue
    set -l next (string trim -- "$place $word")
    test -n "$(__millrace_words "$next")"; and set place $next
  end
  __millrace_words "$place"
end
${programs.map((program) => `complete -c ${program} -f -a '(__millrace_offer)'\ncomplete -c ${program} -n '${aFile}' -F`).join("\n")}
`;

/** The script for a shell. */
export const completionScript = (shell: Shell, places: readonly Place[]): string => ({ bash, zsh, fish })[shell](places);
