"""`python -m evaluation.lookalikes`: writes config/lookalikes.txt, the words that only look misspelt.

"blood" is one letter from "flood", "money" from "monkey": an English or Swahili word must never be
taken for a misspelling of one of ours. Of the two dictionaries of simplemma only those words are
kept that would be. It takes a minute and a gigabyte, so it is done when the vocabulary changes much,
not when the program starts.
"""

from collections.abc import Iterator
from dataclasses import replace

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from config.mechanism import PACKAGED, load_configuration
from sek_core.understanding.stems import written_root
from sek_core.understanding.tagger import Tagger
from sek_core.understanding.tokens import fold


def main() -> None:
    """Write the file anew."""
    tagger = Tagger(replace(load_configuration(), lookalikes=frozenset()))
    words = sorted({written_root(form) for form in _dictionary_words() if tagger.corrected(form)})
    (PACKAGED / "lookalikes.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words")


def _dictionary_words() -> Iterator[str]:
    """English and Swahili words, folded; each language's dictionary is forgotten before the next."""
    for language in ("en", "sw"):
        dictionary = DefaultDictionaryFactory(cache_max_size=1).get_dictionary(language)
        for word in dictionary:
            form = fold(word)
            if form.isascii() and form.isalpha():
                yield form


if __name__ == "__main__":
    main()
