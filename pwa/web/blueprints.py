"""What the pages are made of: their blueprints, and what goes around every one of them."""

from flask import Flask

from pwa import transactions
from pwa.web import (
    account,
    addresses,
    administration,
    alert,
    calendar,
    candidate,
    candidate_journal,
    centre,
    centre_messages,
    contact,
    device,
    documentation,
    duty,
    enrolment,
    errors,
    final_reports,
    finalisation,
    following,
    headers,
    help_links,
    help_pages,
    imports,
    invigilator,
    languages,
    lost_time,
    minutes,
    notes,
    orders,
    papers,
    parts,
    personal_data,
    preferences,
    question_reports,
    record,
    seat_plans,
    seating,
    session_alerts,
    session_changes,
    shell,
    showing,
    static_files,
    team,
    templates,
    training,
)

MODULES = (
    shell, languages, help_pages, account, centre, following, centre_messages, contact, finalisation, session_alerts,
    seat_plans, seating,
    session_changes, team, final_reports, record, personal_data, imports, enrolment,
    papers, documentation, calendar, administration,
    invigilator, duty, alert, preferences, minutes, notes, question_reports, candidate_journal, lost_time,
    candidate, device, training, showing,
)  # fmt: skip


def register(app: Flask, *, development: bool) -> None:
    """Give an application its pages; those of the people who build it in development alone."""
    addresses.register(app)
    for module in (*MODULES, parts) if development else MODULES:
        app.register_blueprint(module.blueprint)
    for surrounding in (
        languages,
        static_files,
        errors,
        headers,
        templates,
        transactions,
        orders,
        help_links,
        question_reports,
    ):
        surrounding.register(app)
