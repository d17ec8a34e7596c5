"""What each column of each table holds of people. Erasure, export and `sek check --data` read this registry.

A column that is not in it fails `tests/sek_core/store/test_classification.py`. A new table is one more entry
of `TABLES`; a new column is one more word in the entry of its table.
"""

from collections.abc import Mapping

from sek_core.store.holdings import Classified, Words

TABLES: Mapping[str, Classified] = {
    "absences": Classified("absences", nothing="since until", people="person_id cover_id", whose="person_id"),
    "addresses": Classified(
        "numbers and chats",
        nothing="id channel opted_out_at dead_since blocked_at",
        people="person_id",
        whose="person_id",
        addresses="value",
        names="linked_by",
    ),
    "agenda_items": Classified(
        "agenda items",
        nothing="id meeting_ref created_at",
        people="person_id",
        whose="person_id",
        words=(Words("text", "person_id"),),
    ),
    "alarms": Classified("alarms", nothing="name since seen_at told_at gone_at", composed="detail"),
    "announcement_recipients": Classified(
        "announcements received", nothing="announcement_id told_at", people="person_id", whose="person_id"
    ),
    "announcement_replies": Classified(
        "replies to announcements",
        nothing="id announcement_id created_at pass_at",
        people="person_id",
        whose="person_id",
        words=(Words("text", "person_id"),),
    ),
    "announcements": Classified(
        "announcements",
        nothing="id kind created_at passed_at",
        people="sender_id",
        whose="sender_id",
        words=(Words("text", "sender_id"),),
    ),
    "asked": Classified(
        "questions of the program",
        nothing="budget slot kind about at",
        people="person_id",
        whose="person_id",
    ),
    # The name of a bucket is a chat.
    "buckets": Classified("limits of chats", nothing="full_at", addresses="name"),
    "calendar_links": Classified(
        "calendar links",
        nothing="created_at revoked_at",
        people="person_id",
        whose="person_id",
        tokens="token",
    ),
    # A party is a person or an address, by id; the question holds drafts and what else was said.
    "conversations": Classified(
        "open dialogues",
        nothing="party helps turns asked_at pass_asked_at last_seal wrong_codes",
        words=(Words("question"), Words("echo")),
    ),
    "counters": Classified("references", nothing="letter value"),
    "county_updates": Classified(
        "updates of a county",
        nothing="id county created_at",
        people="person_id",
        whose="person_id",
        words=(Words("text", "person_id"),),
    ),
    "decisions": Classified(
        "decisions",
        nothing="id meeting_ref county created_at",
        people="person_id",
        whose="person_id",
        words=(Words("text", "person_id"),),
    ),
    "deliveries": Classified(
        "messages",
        nothing=(
            "id channel kind about step priority segments status due_at created_at changed_at attempts"
            " repeated cost origin_id while_open erase secret bundle_id county held_by"
        ),
        people="person_id",
        whose="person_id",
        # On Telegram, the id of a message holds its chat.
        addresses="address provider_id",
        composed="content text error wire",
    ),
    "duties": Classified(
        "weeks on duty",
        nothing="id counties since until said_at remind_at",
        people="person_id said_by_id",
        whose="person_id",
    ),
    # The reader learns from the text of an example; it names no person.
    "examples": Classified(
        "examples",
        nothing="id inbox_id county label hazard decided_by created_at",
        people="person_id",
        whose="person_id",
        words=(Words("text", "person_id"),),
    ),
    "facts": Classified("facts", nothing="name value"),
    # The bytes are what a person sent; `files` says who.
    "file_contents": Classified("contents of files", nothing="file_id", words=(Words("data"),)),
    "files": Classified(
        "files",
        nothing=(
            "id inbox_id incident_ref kind channel media_type size status attempts due_at created_at path"
            " meeting_ref album ask_at"
        ),
        people="person_id",
        whose="person_id",
        words=(Words("name", "person_id"), Words("source", "person_id")),
        composed="error",
        tokens="token",
    ),
    "former_contacts": Classified(
        "former names, numbers and chats",
        nothing="id what ended_at",
        people="person_id",
        whose="person_id",
        names="value",
    ),
    # The address of a group is that of no single person.
    "groups": Classified(
        "group chats",
        nothing="id channel address county member created_at topic",
        people="added_by_id",
        names="title",
    ),
    "history": Classified(
        "lines of the history",
        nothing="id at about what",
        people="person_id",
        whose="person_id",
        addresses="address",
        words=(Words("detail", "person_id"),),
    ),
    "inbox": Classified(
        "texts received",
        nothing="id channel kind sent_at received_at status handled_at pressing",
        addresses="sender lane",
        words=(Words("text"), Words("payload"), Words("parts"), Words("read_as")),
        composed="error about provider_id",
    ),
    "incidents": Classified(
        "incidents",
        nothing=(
            "ref hazard counties ward_code severity affected sensitive status reported_at held_until"
            " opened_at taken_at closed_at route latitude longitude county same_as follow_up_at kind sectors"
            " plea nameless confirmed confirm_until needs watch_at watched_at again_at again hidden_ids"
        ),
        people="reporter_id taken_by_id closed_by_id",
        whose="reporter_id taken_by_id closed_by_id",
        addresses="caller",
        # The place is a fact of the incident, and stays; a name in it does not.
        names="place against",
        words=(
            Words("subject", "reporter_id"),
            Words("outcome", "closed_by_id"),
            Words("forwarded", "reporter_id"),
        ),
    ),
    "inquiries": Classified(
        "questions to many",
        nothing="ref status created_at ends_at ended_at remind_at progress_at progress_told_at told_at",
        people="asker_id",
        whose="asker_id",
        words=(Words("text", "asker_id"), Words("audience", "asker_id"), Words("choices", "asker_id")),
    ),
    "inquiry_answers": Classified(
        "answers to questions",
        nothing="inquiry_ref asked_at answered_at pass_at",
        people="person_id",
        whose="person_id",
        words=(Words("answer", "person_id"),),
    ),
    "invitations": Classified(
        "invitations",
        nothing=(
            "meeting_ref version told_start asked_at ask_by answer answered_at present present_at proof told"
        ),
        people="person_id invited_by_id present_by_id",
        whose="person_id",
        words=(Words("note", "person_id"),),
    ),
    "kept": Classified(
        "kept texts",
        nothing="ref inbox_id channel reason status created_at counties settled_at became pass_at",
        people="person_id settled_by_id",
        whose="person_id",
        addresses="sender",
    ),
    "kept_readers": Classified(
        "kept texts read", nothing="kept_ref told_at bundle", people="person_id", whose="person_id"
    ),
    # The name of a place says nothing of the person who confirmed it; a person's name in it goes.
    "known_places": Classified(
        "places confirmed",
        nothing="county sound ward_code latitude longitude incident_ref confirmed_at",
        people="person_id",
        whose="person_id",
        names="name",
    ),
    "leases": Classified("leases", nothing="name holder until"),
    "meetings": Classified(
        "meetings",
        nothing=(
            "ref county series occurrence starts_at status version code created_at changed_at nudged_on"
            " also_in whom"
        ),
        people="convener_id",
        whose="convener_id",
        # Whoever moves a meeting may write its venue: the history says who.
        words=(Words("venue", "convener_id"), Words("why", "convener_id")),
        tokens="token",
    ),
    "minutes": Classified(
        "minutes",
        nothing="id meeting_ref file_id created_at",
        people="person_id",
        whose="person_id",
        words=(Words("text", "person_id"),),
    ),
    "nomination_asks": Classified(
        "nominations to confirm", nothing="nomination_id asked_at", people="person_id", whose="person_id"
    ),
    "nominations": Classified(
        "nominations",
        nothing="id role county sectors created_at status settled_at",
        people="nominator_id settled_by_id person_id",
        whose="nominator_id person_id",
        addresses="number",
        # A seat is named after the role, the county and, of some, the number.
        names="seat name organisation nominated_by",
    ),
    "offers": Classified(
        "offers",
        nothing=(
            "id incident_ref amount unit day is_deadline status created_at changed_at due_at asked_at"
            " confirm_asked_at arrival"
        ),
        people="person_id",
        whose="person_id",
        words=(
            Words("what", "person_id"),
            Words("words", "person_id"),
            Words("place", "person_id"),
            Words("organisation", "person_id"),
        ),
    ),
    "people": Classified(
        "people",
        nothing="language chosen_language channel batched left_at",
        people="id",
        whose="id",
        names="name organisation email",
    ),
    "promises": Classified(
        "promises of news",
        nothing="id incident_ref made_at due_at said span moves late status next_at",
        people="person_id",
        whose="person_id",
    ),
    "recipients": Classified(
        "incidents told of",
        nothing="incident_ref audience step acts told_at unreachable_at reads_in waits_for",
        people="person_id",
        whose="person_id",
    ),
    "refusals": Classified("refusals of providers", nothing="channel since reason"),
    "regular_guests": Classified(
        "invitations as a guest",
        nothing="id county series added_at ended_at",
        people="person_id added_by_id",
        whose="person_id",
    ),
    "reminders": Classified("reminders", nothing="id about version kind due_at stale_at status done_at"),
    "reports": Classified(
        "reports",
        nothing="id incident_ref inbox_id language created_at kind",
        people="person_id",
        whose="person_id",
        words=(Words("text", "person_id"),),
    ),
    "role_starts": Classified(
        "roles by text that start later",
        nothing="id kept_ref nomination_id role county said_at starts_at status",
        people="person_id by_id stopped_by_id",
        whose="person_id",
    ),
    "roles": Classified(
        "roles",
        nothing="id role county sectors groups active_from active_to",
        people="person_id",
        whose="person_id",
        names="nominated_by",
    ),
    "series_changes": Classified(
        "changes of regular meetings",
        nothing="series county rule at off changed_at",
        people="changed_by_id",
        whose="changed_by_id",
        words=(Words("venue", "changed_by_id"),),
    ),
    "series_states": Classified(
        "regular meetings",
        nothing="series county state ask_from asked_role asked_at decided_at",
        people="asked_id decided_by_id",
    ),
    # The key of a budget of one recipient or sender is a number. Such rows go after some days.
    "spending": Classified(
        "sums of the days", nothing="day budget spent messages segments alarmed_at", addresses="key"
    ),
    "task_groups": Classified(
        "tasks for many",
        nothing="ref created_at tell_at",
        people="giver_id",
        whose="giver_id",
        words=(Words("audience", "giver_id"),),
    ),
    "tasks": Classified(
        "tasks",
        nothing="ref county meeting_ref due_on status version created_at done_at group_ref",
        people="owner_id assigned_by_id done_by_id",
        whose="owner_id assigned_by_id",
        words=(Words("text", "assigned_by_id"), Words("outcome", "done_by_id")),
    ),
    "tracks": Classified(
        "steps of alerts",
        nothing="incident_ref audience county step acknowledge due_at acknowledged_at gaps asked_at repeated",
        people="acknowledged_by_id",
    ),
    "walk_ins": Classified(
        "attendees who are not on the roster",
        nothing="id meeting_ref county recorded_at",
        people="recorded_by_id",
        names="folded name title organisation email",
    ),
}
