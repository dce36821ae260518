//! English.

use super::{DateStyle, Language, Plural};
use crate::model::Date;

pub(super) const ENGLISH: Language = Language {
    tag: "en",
    labels: LABELS,
    // The format's own words are English.
    words: &[("OutcomeResult", &[("communique", "communiqué")]), ("Confidence", CONFIDENCE)],
    date,
    plural: |count| if count == 1 { Plural::One } else { Plural::Other },
    quotes: ("“", "”"),
};

const LABELS: &[(&str, &str)] = &[
    ("accessed", "accessed"),
    ("agreed", "Agreed"),
    ("alternatives", "If there is no agreement"),
    ("and", "and"),
    ("as-of", "As of"),
    ("assessment", "Assessment"),
    ("audience", "For"),
    ("authors", "By"),
    ("background", "Background"),
    ("bottom-line", "Bottom line"),
    ("category", "Subject"),
    ("claims", "What is claimed"),
    ("cleared-by", "Cleared by"),
    ("commitments", "Commitments"),
    ("conditions", "Conditions"),
    ("consulted", "Also consulted"),
    ("contents", "Contents"),
    ("credibility", "credibility"),
    ("date", "Date"),
    ("deferred", "Deferred"),
    ("denied-by", "denied by"),
    ("development", "Development"),
    ("developments", "Developments"),
    ("disputed", "In dispute"),
    ("due", "due"),
    ("edition", "edition"),
    ("if-raised", "If asked"),
    ("in-the-dossier", "More in the full dossier"),
    ("interests", "Interests"),
    ("issue", "Issue"),
    ("issues", "Issues"),
    ("left-out", "Left out for space; it is in the brief."),
    ("left-out-background", "Background left out for space; it is in the brief."),
    ("left-out-claims", "Claims left out for space; they are in the brief."),
    ("left-out-developments", "Developments left out for space; they are in the brief."),
    ("linked", "Linked with"),
    ("next-steps", "Next steps"),
    ("no-talking-points", "This brief has no talking points."),
    ("not-agreed", "Not agreed"),
    ("not-to-say", "Not to be said"),
    ("open-issues", "Open issues"),
    ("options", "Proposals on the table"),
    ("outcome", "Outcome"),
    ("page-of", "Page {page} of {pages}"),
    ("parties", "Parties"),
    ("party", "Party"),
    ("position", "Position"),
    ("positions", "Where the parties stand"),
    ("press-line", "For the press"),
    ("red-line", "red line"),
    ("red-lines", "Red lines"),
    ("relays", "relays"),
    ("reliability", "reliability"),
    ("representatives", "Represented by"),
    ("role", "Role"),
    ("settled-issues", "Settled issues"),
    ("sources", "Sources"),
    ("status", "Status"),
    ("strip", "From rejection to acceptance"),
    ("talking-points", "Talking points"),
    ("to-say", "To say"),
    ("trend", "Trend"),
];

const CONFIDENCE: &[(&str, &str)] =
    &[("high", "high confidence"), ("moderate", "moderate confidence"), ("low", "low confidence")];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn date(date: Date, style: DateStyle) -> String {
    let (day, month, year) = (date.day(), MONTHS[usize::from(u8::from(date.month())) - 1], date.year());
    let short = if month.len() > 4 { &month[..3] } else { month };
    // The day stays with its month at a line's end.
    match style {
        DateStyle::Long => format!("{day}\u{a0}{month} {year}"),
        DateStyle::Short => format!("{day}\u{a0}{short} {year}"),
        DateStyle::Day => format!("{day}\u{a0}{short}"),
    }
}
