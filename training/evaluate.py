"""`python -m training evaluate`: how well heads and rules read texts of writers whom nobody has read."""

from collections.abc import Sequence

import numpy as np

from config.sections import ReaderLimits
from sek_core.understanding.learned.interface import TELLING, NoEmbeddings
from training import figures
from training.decisions import Case, Decide, by_rules, outcome_of, suggested, together
from training.fitting import Unseen, read_unseen
from training.heads import Marks, head_names, labels_of
from training.samples import WRITERS, Sample, samples
from training.unseen import Engine, engines_of, rules_of
from training.vectors import embedded

ALARMS = (0.05, 0.1, 0.2)
PLEA_ALARMS = (0.01, 0.03)
NEW_WRITERS = ("w5", "w6", "w7")
"""Writers by whom the rules' vocabulary was not mended either."""


def evaluate() -> None:
    """Print all tables."""
    names = head_names()
    try:
        embedded(samples()[:1])
        with_embeddings = True
    except NoEmbeddings:
        with_embeddings = False
    show(names, read_unseen(names, samples(), with_embeddings=with_embeddings))


def show(names: Sequence[str], unseen: Unseen) -> None:
    """Print all tables of unseen texts."""
    engines = engines_of(names, unseen)
    for engine in engines:
        print(f"\n== {engine.name}")
        _reports(engine, unseen.texts)
        _pleas(engine, unseen.texts)
        _hazards(engine, unseen.texts)
        _telling(names, engine, unseen.texts)
    rules = rules_of(unseen.texts)
    for engine in (engine for engine in engines if engine.name != "embeddings"):
        cases = [Case(*case) for case in zip(unseen.texts, rules, engine.readings, strict=True)]
        print(f"\n== decisions with {engine.name}")
        print("cheapest", suggested(cases))
        chosen = suggested([case for case in cases if case.sample.writer not in NEW_WRITERS])
        print("cheapest without the new writers", chosen)
        _decisions(cases, ReaderLimits() if chosen is None else chosen[1])


def _marks(texts: Sequence[Sample]) -> tuple[Marks, Marks]:
    return np.array([s.is_report for s in texts]), np.array([bool(s.plea) for s in texts])


def _reports(engine: Engine, texts: Sequence[Sample]) -> None:
    reports, _ = _marks(texts)
    given = engine.logits[:, 0]
    groups = {"all": np.full(len(texts), True)}
    groups |= {f"writer {w}": np.array([s.writer == w for s in texts]) for w in WRITERS}
    for lang in ("en", "sw", "mixed", "kam"):
        groups[f"language {lang}"] = np.array([s.lang == lang for s in texts])
    for kind in ("doubt", "ordinary"):
        groups[f"reports and {kind}"] = np.array([s.kind in ("report", kind) for s in texts])
    print("reports                  texts  area   found at 5, 10, 20% false alarms")
    for name, group in groups.items():
        own, other = reports & group, ~reports & group
        shares = [figures.found(own, other, given, alarms) for alarms in ALARMS]
        shown = " ".join(f"{share:.1%}" for share in shares)
        print(f"{name:<24} {group.sum():>5}  {figures.area(reports[group], given[group]):.3f}  {shown}")
    by_writer = [
        [
            figures.found(reports & groups[f"writer {w}"], ~reports & groups[f"writer {w}"], given, alarms)
            for w in WRITERS
        ]
        for alarms in ALARMS
    ]
    print("mean of the writers, each with a threshold of its own: ", end="")
    print(" ".join(f"{sum(shares) / len(shares):.1%}" for shares in by_writer))
    probabilities = np.array([reading.report for reading in engine.readings])
    for said, true, count in figures.calibration(reports, probabilities):
        print(f"calibration: said {said:.2f}, true {true:.2f} ({count})")


def _pleas(engine: Engine, texts: Sequence[Sample]) -> None:
    reports, pleas = _marks(texts)
    given = engine.logits[:, 1]
    for name, others in (("all other texts", ~pleas), ("no reports", ~reports)):
        group = pleas | others
        shares = " ".join(f"{figures.found(pleas, others, given, alarms):.1%}" for alarms in PLEA_ALARMS)
        area = figures.area(pleas[group], given[group])
        print(f"pleas ({pleas.sum()}) beside {name}: area {area:.3f}, found at 1, 3%: {shares}")


def _hazards(engine: Engine, texts: Sequence[Sample]) -> None:
    for name in ("all", *WRITERS, "en", "sw", "mixed"):
        read = [
            (s, r)
            for s, r in zip(texts, engine.readings, strict=True)
            if s.is_report and name in ("all", s.writer, s.lang)
        ]
        shares = [
            sum(not set(s.hazards).isdisjoint(r.guesses(n)) for s, r in read) / len(read) for n in (1, 3, 4)
        ]
        print(f"right hazard {name:<6} first, among 3, 4: {' '.join(f'{share:.1%}' for share in shares)}")
    firsts = sorted({s.hazards[0] for s in texts if s.is_report})
    for first in firsts:
        read = [(s, r) for s, r in zip(texts, engine.readings, strict=True) if s.is_report]
        own = [r.guesses(3) for s, r in read if s.hazards[0] == first]
        print(f"  {first:<24} {sum(first in guesses for guesses in own)} of {len(own)} among 3")


def _telling(names: Sequence[str], engine: Engine, texts: Sequence[Sample]) -> None:
    reports, _ = _marks(texts)
    for row, name in enumerate(names):
        if name.startswith(TELLING):
            wanted = labels_of(name, texts).wanted
            group = wanted | reports
            area = figures.area(wanted[group], engine.logits[group, row])
            print(f"{name:<20} {wanted.sum():>4} beside reports: area {area:.3f}")


def _decisions(cases: Sequence[Case], without: ReaderLimits) -> None:
    """Print what rules alone, and with the heads, do: at the suggested limits, and at those which the new
    writers had no part in.
    """
    deciders: dict[str, Decide] = {
        "rules": by_rules, "heads": together(ReaderLimits()), "heads, unseen": together(without),
    }  # fmt: skip
    for writers in (WRITERS, NEW_WRITERS):
        print(f"writers {' '.join(writers)}: at once, sent, asked, kept; hazard right or offered")
        for name, decide in deciders.items():
            for kind in ("plea", "report", "doubt", "ordinary", "no report"):
                chosen = [case for case in cases if case.sample.writer in writers and _is(case.sample, kind)]
                o = outcome_of(chosen, decide)
                shares = " ".join(f"{share:6.1%}" for share in (o.at_once, o.sent, o.asked, o.kept))
                hazard = f"  {o.hazard:.1%}" if kind in ("plea", "report") else ""
                print(f"  {name:<13} {kind:<10} {o.count:>4} {shares}{hazard}")


def _is(sample: Sample, kind: str) -> bool:
    if kind == "plea":
        return bool(sample.plea)
    return not sample.is_report if kind == "no report" else sample.kind == kind
