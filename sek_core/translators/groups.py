"""Where a text is used, by the first word of its name: a reader corrects what stands together in one go."""

GROUPS: tuple[tuple[str, str], ...] = (
    ("questions that the program asks", "ask question which confirm answer hint either or pass tap"),
    ("reporting", "report headline summary near location place file unclear denial courtesy trouble plea"),
    (
        "alerts",
        "alert gap audience silence late lasting escalated escalate exhausted untaken unreachable group",
    ),
    ("taking and closing", "take taken beside release released give given close closed reopen reopened left"),
    (
        "changing a report",
        "fix add amend change update withdrawn elsewhere note noted same apart joined fewer_dead"
        " edit undo part forwarded",
    ),
    (
        "how it stands",
        "status state more list history reports nothing ref news watch standing solved not_solved asked_after"
        " about_open mine bundle",
    ),
    ("promises of news", "promise"),
    (
        "needs and offers of help",
        "need needs offer offer_delivered offer_arrived offer_day offer_cancel supply",
    ),
    ("concerns and information", "concern info beyond to_partner"),
    ("telling and asking many", "announcement tell inquiry reply reply_to"),
    (
        "kept texts",
        "triage kept vouch block unblock assign net stranger strangers unknown sender pass_on passed refused"
        " dismiss machine",
    ),
    ("reports of abuse", "protection"),
    (
        "meetings",
        "meeting meetings invite rsvp count headcount agenda item convene move call_off guest every",
    ),
    ("meetings", "wake rule here present absent attendees sheet calendar nudge_meeting decisions minutes"),
    ("tasks", "task"),
    ("absences and duty", "away back cover duty batched"),
    ("digests and charts", "digest chart brief owed"),
    ("people and roles", "role who name seat nominate appoint roster linked nameless"),
    (
        "welcome, help, language",
        "welcome contact help language stop start optout here channel command wonder form code sure",
    ),
    ("buttons, and what they send", "button say"),
    ("numbers, days, severities", "affected severity month weekday day and"),
    ("alarms for operators", "alarm budget"),
)
"""Pairs of a group and the first words of the names of its texts, with spaces between."""

REST = "other texts"

_GROUP_OF: dict[str, str] = {}
for _group, _words in GROUPS:
    for _word in _words.split():
        _GROUP_OF.setdefault(_word, _group)

_ORDER = {group: place for place, group in enumerate(dict.fromkeys((*(g for g, _ in GROUPS), REST)))}


def group_of(key: str) -> str:
    """Return where the text is used."""
    return _GROUP_OF.get(key.partition(".")[0], REST)


def order_of(key: str) -> int:
    """Return the place of the text's group among the groups."""
    return _ORDER[group_of(key)]
