"""What the cards say of each command word: what to send, and what it does, in English and in Swahili."""

from dataclasses import dataclass

SECTIONS = (
    ("report", "Report and follow", "Ripoti na ufuatilie"),
    ("handle", "Take and close", "Shughulikia na ufunge"),
    ("people", "Tell, ask, pass on", "Tangaza, uliza, fahamisha"),
    ("meet", "Meetings", "Mikutano"),
    ("task", "Tasks", "Kazi"),
    ("kept", "Kept texts", "Ujumbe uliohifadhiwa"),
    ("more", "More words", "Maneno mengine"),
    ("self", "You and this number", "Wewe na nambari hii"),
)
"""The sections of a card: id, and heading in both languages."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the cards. A text begins with a word of the verb; `{poc}` and the like are names."""

    verb: str
    section: str
    send: tuple[str, str]
    does: tuple[str, str]


LINES = (
    Line(
        "report",
        "report",
        ("FLOOD Kyuso severe 40 households", "MAFURIKO Kyuso kali familia 40"),
        ("reports it: what, where, how bad", "kuripoti: nini, wapi, hali"),
    ),
    Line("report", "report", ("REPORT", "RIPOTI"), ("asks you step by step", "hukuuliza hatua kwa hatua")),
    Line(
        "fix",
        "report",
        ("FIX S1 moderate", "SAHIHISHA S1 wastani"),
        ("corrects your report", "hurekebisha ripoti yako"),
    ),
    Line(
        "add",
        "report",
        ("ADD S1 60 households", "ONGEZA S1 familia 60"),
        ("adds to your report", "huongeza kwenye ripoti yako"),
    ),
    Line(
        "cancel",
        "report",
        ("CANCEL S1", "GHAIRI S1"),
        ("withdraws your report or offer", "huondoa ripoti au ahadi yako"),
    ),
    Line("status", "report", ("STATUS S1", "HALI S1"), ("where it stands", "imefika wapi")),
    Line("more", "report", ("MORE S1", "ZAIDI S1"), ("the reports in full", "ripoti zote kamili")),
    Line(
        "list",
        "report",
        ("LIST", "ORODHA"),
        ("what is open in your counties", "yaliyo wazi katika kaunti zako"),
    ),
    Line(
        "note",
        "report",
        ("NOTE S1 the road is open", "MAELEZO S1 barabara iko wazi"),
        ("tells those who follow it", "huwaambia wanaoishughulikia"),
    ),
    Line(
        "escalate",
        "report",
        ("ESCALATE S1", "PANDISHA S1"),
        ("asks the next people now", "huwaomba wanaofuata sasa"),
    ),
    Line(
        "reopen",
        "report",
        ("REOPEN S1 nobody came", "FUNGUA S1 hakuna aliyekuja"),
        ("it is not solved", "haijatatuliwa"),
    ),
    Line(
        "offer",
        "report",
        ("OFFER S1 2 bowsers Monday", "TUNALETA S1 maboza 2 Jumatatu"),
        ("offers help", "huahidi msaada"),
    ),
    Line(
        "take",
        "handle",
        ("OK S1", "SAWA S1"),
        ("you follow it up; the reporter hears so", "unaishughulikia; aliyeripoti huambiwa"),
    ),
    Line(
        "close",
        "handle",
        ("CLOSE S1 water was brought", "FUNGA S1 maji yameletwa"),
        ("closes it with what was done", "huifunga na kilichofanywa"),
    ),
    Line(
        "release",
        "handle",
        ("RELEASE S1", "ACHIA S1"),
        ("gives it back to the others", "huirudisha kwa wengine"),
    ),
    Line("give", "handle", ("GIVE S1 to Jane", "MPE S1 Jane"), ("hands it over to Jane", "humkabidhi Jane")),
    Line(
        "concern",
        "people",
        ("CONCERN the hay came late", "HOJA nyasi zilichelewa"),
        ("an issue or need for the {clt}", "hoja au hitaji kwa {clt}"),
    ),
    Line(
        "info",
        "people",
        ("INFO the market opens Friday", "FAHAMISHA soko linafunguliwa Ijumaa"),
        ("informs {mission} and {secretariat}", "huwafahamisha {mission} na {secretariat}"),
    ),
    Line(
        "tell",
        "people",
        ("TELL Kitui {pocs}, the meeting is at 10", "TANGAZA Kitui {pocs}, mkutano ni saa nne"),
        ("announces; read back first", "hutangaza; husomwa kwanza"),
    ),
    Line(
        "ask",
        "people",
        (
            "ASK Kitui {pocs}, which wells are dry?, Friday",
            "ULIZA Kitui {pocs}, visima gani vimekauka?, Ijumaa",
        ),
        ("asks many; Q1 shows the answers", "huuliza wengi; Q1 huonyesha majibu"),
    ),
    Line("yes", "meet", ("YES M1", "NDIYO M1"), ("you come; also 1", "utakuja; pia 1")),
    Line("no", "meet", ("NO M1", "HAPANA M1"), ("you do not come; also 2", "hutakuja; pia 2")),
    Line("maybe", "meet", ("MAYBE M1", "LABDA M1"), ("perhaps; also 3", "labda; pia 3")),
    Line("here", "meet", ("HERE M1", "NIPO M1"), ("you are at the meeting", "umefika mkutanoni")),
    Line("meetings", "meet", ("MEETINGS", "MIKUTANO"), ("the next meetings", "mikutano ijayo")),
    Line("agenda", "meet", ("AGENDA M1", "AJENDA M1"), ("what is on the agenda", "yaliyo kwenye ajenda")),
    Line(
        "item",
        "meet",
        ("ITEM M1 wells in Kyuso", "PENDEKEZA M1 visima vya Kyuso"),
        ("puts it on the agenda", "huweka hoja kwenye ajenda"),
    ),
    Line("minutes", "meet", ("MINUTES M1", "KUMBUKUMBU M1"), ("shows the minutes", "huonyesha kumbukumbu")),
    Line(
        "decisions",
        "meet",
        ("DECISIONS Kitui", "MAAMUZI Kitui"),
        ("what meetings decided", "mikutano iliamua nini"),
    ),
    Line(
        "meeting",
        "meet",
        ("MEETING 3 Dec 9am County HQ", "MKUTANO 3 Desemba saa tatu asubuhi County HQ"),
        ("convenes; read back first", "huitisha; husomwa kwanza"),
    ),
    Line(
        "move",
        "meet",
        ("MOVE M1 10 Dec 10am", "HAMISHA M1 10 Desemba saa nne asubuhi"),
        ("another time or place", "wakati au mahali pengine"),
    ),
    Line(
        "call_off",
        "meet",
        ("CALL OFF M1 the road is cut", "FUTA M1 barabara imekatika"),
        ("it does not take place", "haufanyiki"),
    ),
    Line(
        "invite",
        "meet",
        ("INVITE M1 FAO, Jane Mwende", "ALIKA M1 FAO, Jane Mwende"),
        ("more guests", "wageni zaidi"),
    ),
    Line("guest", "meet", ("GUEST Kitui", "MGENI Kitui"), ("the regular guests", "wageni wa kawaida")),
    Line(
        "nudge", "meet", ("NUDGE M1", "KUMBUSHA M1"), ("asks the silent again", "huwauliza tena walio kimya")
    ),
    Line("present", "meet", ("PRESENT M1 LMS", "AMEHUDHURIA M1 LMS"), ("LMS came", "LMS walifika")),
    Line("absent", "meet", ("ABSENT M1 KIM", "HAKUHUDHURIA M1 KIM"), ("KIM did not come", "KIM hawakufika")),
    Line("tasks", "task", ("TASKS", "MAJUKUMU"), ("what you have to do", "kazi unazopaswa kufanya")),
    Line(
        "done",
        "task",
        ("DONE T1", "TAYARI T1"),
        ("it is done; the giver hears so", "imekamilika; aliyeitoa huambiwa"),
    ),
    Line(
        "task",
        "task",
        ("TASK Jane, repair the well, 12 Dec", "KAZI Jane, rekebisha kisima, 12 Desemba"),
        ("gives Jane a task", "humpa Jane kazi"),
    ),
    Line("triage", "kept", ("TRIAGE", "KAGUA"), ("the texts that wait for you", "ujumbe unaokusubiri")),
    Line(
        "vouch",
        "kept",
        ("VOUCH U1 Jane Mwende", "THIBITISHA U1 Jane Mwende"),
        ("U1 is from Jane", "U1 umetoka kwa Jane"),
    ),
    Line("assign", "kept", ("ASSIGN U1 S1", "AMBATISHA U1 S1"), ("U1 joins S1", "U1 huunganishwa na S1")),
    Line("block", "kept", ("BLOCK U1", "ZUIA U1"), ("its sender is not answered", "aliyeutuma hajibiwi")),
    Line(
        "unblock",
        "kept",
        ("UNBLOCK U1", "RUHUSU U1"),
        ("the sender is answered again", "aliyeutuma anajibiwa tena"),
    ),
    Line(
        "away",
        "self",
        ("AWAY until 12 Dec, Jane covers", "LIKIZO hadi 12 Desemba, Jane"),
        ("Jane gets what is for you", "Jane hupata yako"),
    ),
    Line(
        "brief",
        "people",
        ("BRIEF Kitui", "DONDOO Kitui"),
        ("shocks, plans, next meeting, promises", "majanga, mipango, mkutano, ahadi"),
    ),
    Line(
        "update",
        "people",
        ("UPDATE Kitui, 3 boreholes until March", "SASISHO Kitui, visima 3 hadi Machi"),
        ("what is done and planned there", "yanayofanywa na kupangwa huko"),
    ),
    Line(
        "nominate",
        "people",
        ("NOMINATE Jane Mutua +254... deputy Kitui", "TEUA Jane Mutua +254... naibu Kitui"),
        ("for a seat that you fill", "kwa wadhifa mnaojaza"),
    ),
    Line(
        "appoint",
        "people",
        ("APPOINT Jane Mutua +254... water Kitui", "CHAGUA Jane Mutua +254... maji Kitui"),
        ("as representative of a sector", "kuwa mwakilishi wa sekta"),
    ),
    Line(
        "duty",
        "self",
        ("DUTY Anne 7 Dec to 13 Dec", "ZAMU Anne 7 Desemba hadi 13 Desemba"),
        ("at night Anne is asked first", "usiku Anne huulizwa kwanza"),
    ),
    Line(
        "quiet",
        "self",
        ("QUIET minor", "KIMYA kidogo"),
        ("minor alerts come in the morning", "tahadhari ndogo huja asubuhi"),
    ),
    Line(
        "digest",
        "self",
        ("DIGEST all, DIGEST off", "MUHTASARI yote, MUHTASARI zima"),
        ("all news in the morning; or at once", "habari zote asubuhi; au mara moja"),
    ),
    Line("mine", "report", ("MINE", "ZANGU"), ("what you have now", "yaliyo nawe sasa")),
    Line("dismiss", "kept", ("DISMISS U1", "TUPA U1"), ("U1 is no report", "U1 si ripoti")),
    Line("undo", "self", ("UNDO", "TENGUA"), ("takes back what you did last", "huondoa ulichofanya mwisho")),
    Line("web", "self", ("WEB", "TOVUTI"), ("a link to the pages", "kiungo cha kurasa")),
    Line("back", "self", ("BACK", "NIMERUDI"), ("you are here again", "umerudi")),
    Line("language", "self", ("LANG SW", "LUGHA EN"), ("your language", "lugha yako")),
    Line("help", "self", ("HELP", "MSAADA"), ("what you can send", "unachoweza kutuma")),
    Line("stop", "self", ("STOP", "SIMAMISHA"), ("no more messages", "usipate ujumbe tena")),
    Line("start", "self", ("START", "ANZA"), ("messages again", "upate ujumbe tena")),
)

LEFT_OUT = {"skip", "same", "new"}
"""Verbs that only answer a question, which says so itself."""
