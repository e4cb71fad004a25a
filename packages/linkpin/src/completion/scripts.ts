/** A command, such as `devices rename`, and the words that can follow it. */
export interface Words {
  readonly path: string;
  readonly summary: string;
  readonly parts: readonly string[];
  readonly flags: readonly string[];
}

const topOf = (words: readonly Words[]): readonly Words[] => words.filter(({ path }) => !path.includes(' '));

/** The branches of the `case` statement: the words for each path, and file names where no word fits. */
const arms = (words: readonly Words[]): string =>
  words.map(({ path, parts, flags }) => `    '${path}') words='${[...parts, ...flags].join(' ')}' ;;`).join('\n');

const first = (words: readonly Words[]): string =>
  [...topOf(words).map(({ path }) => path), '--help', '--version'].join(' ');

/** Finds the path in the words typed so far: the command, and its subcommand if the next word is one. */
const body = (words: readonly Words[], wordOne: string, wordTwo: string): string => `  path="${wordOne}"
  case "${wordOne} ${wordTwo}" in
${words
  .filter(({ path }) => path.includes(' '))
  .map(({ path }) => `    '${path}') path='${path}' ;;`)
  .join('\n')}
  esac
  case "$path" in
${arms(words)}
    *) words='' ;;
  esac`;

/** Completion script for bash. */
export const bashCompletion = (words: readonly Words[]): string => `# linkpin completion for bash
_linkpin() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${first(words)}' -- "$current"))
    return
  fi
${body(words, '${COMP_WORDS[1]}', '${COMP_WORDS[2]}')}
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _linkpin linkpin
`;

/** Completion script for zsh, sourced or as a file in \`fpath\`. */
export const zshCompletion = (words: readonly Words[]): string => `#compdef linkpin
_linkpin() {
  local place words_
  if (( CURRENT == 2 )); then
    compadd -- ${first(words)}
    return
  fi
${body(words, '${words[2]}', '${words[3]}').replaceAll("words='", "words_='").replaceAll('path=', 'place=').replaceAll('"$path"', '"$place"')}
  compadd -- \${=words_} || _files
}
if [ "\${funcstack[1]}" = _linkpin ]; then _linkpin "$@"; else compdef _linkpin linkpin; fi
`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Completion script for fish. */
export function fishCompletion(words: readonly Words[]): string {
  const tops = topOf(words).map(({ path, summary }) => {
    return `complete -c linkpin -n __fish_use_subcommand -f -a ${path} -d ${quoted(summary.split('\n')[0] ?? '')}`;
  });
  const rest = words.flatMap(({ path, parts, flags }) => {
    const seen = path
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    const part = parts.length === 0 ? [] : [`complete -c linkpin -n ${quoted(seen)} -a ${quoted(parts.join(' '))}`];
    return [...part, ...flags.map((flag) => `complete -c linkpin -n ${quoted(seen)} -l ${flag.slice(2)}`)];
  });
  return `# linkpin completion for fish\n${[...tops, ...rest].join('\n')}\n`;
}
