const ALONE = /^(--system|--(python|target|prefix)=.*|-p.+)$/;
const WITH_VALUE = /^(-p|--python|--target|--prefix)$/;

/** Those of the words of a `uv pip` command that say which environment it is about. */
export function environmentWords(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    if (ALONE.test(word)) return [word];
    const value = words[index + 1];
    return WITH_VALUE.test(word) && value !== undefined ? [word, value] : [];
  });
}
