//! The table itself.

use super::{Field, Table, Target, Type};
use crate::model::{
    Basis, BriefKind, BriefStatus, Category, CommitmentStatus, Confidence, Instrument, IssueStatus, Likelihood,
    OutcomeResult, PartyKind, PointResult, Reliability, Role, SourceKind, Stance, TalkingPointKind, Trend,
    Verification, Vocabulary, Wording,
};

use Type::{Boolean, Date, Handling, Id, Integer, Language, List, PartyOrText, Prose, Record, Text, Url, Word};

const ANY_NUMBER: Type = Integer { least: 1, most: 999_999 };

const fn field(name: &'static str, kind: Type, example: &'static str, doc: &'static str) -> Field {
    Field { name, kind, required: false, doc, example }
}

const fn required(name: &'static str, kind: Type, example: &'static str, doc: &'static str) -> Field {
    Field { name, kind, required: true, doc, example }
}

const REPRESENTATIVE: &[Field] = &[
    required("name", Text, "\"Amina Diallo\"", "The person."),
    field("title", Text, "\"Minister of Water\"", "Their office."),
];

/// The group of fields that says where a statement comes from and how sure it is.
pub const ATTRIBUTION: &[Field] = &[
    field("sources", List(&Id(Target::Source)), "[\"ministry\"]", "Where it can be read."),
    field("said_by", Id(Target::Party), "\"upstream\"", "The party that said it."),
    field("speaker", Text, "\"Amina Diallo\"", "The person who said it."),
    field("verification", Word(Verification::WORDS), "\"single-source\"", "How far it has been verified."),
    field("wording", Word(Wording::WORDS), "\"paraphrase\"", "How close the text is to the words that were spoken."),
    field("confidence", Word(Confidence::WORDS), "\"moderate\"", "How sure the analyst is of the judgement."),
    field(
        "likelihood",
        Word(Likelihood::WORDS),
        "\"likely\"",
        "How probable the judgement is, in the bands of ICD 203.",
    ),
    field(
        "credibility",
        Integer { least: 1, most: 6 },
        "2",
        "How credible the information is, by the Admiralty code: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.",
    ),
    field("disputed", Prose, "\"The number, not the fact.\"", "What exactly is in dispute."),
];

/// Every kind of table, in the order of the documentation.
pub const TABLES: &[Table] = &[
    Table {
        path: "",
        required: true,
        attribution: false,
        doc: "What stands at the top of the file, before the first table.",
        fields: &[required("schema", Integer { least: 1, most: super::VERSION }, "1", "The version of this format.")],
    },
    Table {
        path: "brief",
        required: true,
        attribution: false,
        doc: "What the document is, for whom and how fresh.",
        fields: &[
            required("title", Prose, "\"Reservoir talks: where they stand\"", "The title."),
            required(
                "as_of",
                Date,
                "2024-05-14",
                "The information cut-off. Every date that the document counts from is this one, never the day of printing.",
            ),
            required(
                "bottom_line",
                Prose,
                "\"The filling schedule is the last open question.\"",
                "What the reader has to know if they read nothing else.",
            ),
            field("subtitle", Prose, "\"Before the fourth round\"", "A line under the title."),
            field("kind", Word(BriefKind::WORDS), "\"meeting\"", "What the brief is for."),
            field("edition", ANY_NUMBER, "2", "Counts the editions, from 1."),
            field("status", Word(BriefStatus::WORDS), "\"draft\"", "How far it is in clearance."),
            field(
                "handling",
                Handling,
                "\"TLP:GREEN\"",
                "Who may read it; printed at the head and foot of every page. A label of the Traffic Light Protocol 2.0 or a marking of your house, such as `OFFICIAL`.",
            ),
            field("audience", Text, "\"The Minister\"", "For whom it is written."),
            field("authors", List(&Text), "[\"Water desk\"]", "Who wrote it."),
            field("cleared_by", List(&Text), "[\"Legal service\"]", "Who has agreed to it."),
            field("language", Language, "\"en\"", "The language of the text. Without it: `en`."),
            field("stale_after", Type::Duration, "\"21d\"", "How long after `as_of` it should no longer be relied on."),
            field(
                "background",
                Prose,
                "\"The dam was begun in 2011.\"",
                "How it came to this; several paragraphs if need be.",
            ),
            field(
                "assessment",
                Prose,
                "\"An agreement this year is *unlikely*.\"",
                "What the author concludes, with the likelihood words.",
            ),
        ],
    },
    Table {
        path: "parties.ID",
        required: true,
        attribution: false,
        doc: "Who negotiates, helps, watches or is concerned.",
        fields: &[
            required("name", Text, "\"Upstream Republic\"", "The full name."),
            field("short", Text, "\"Upstream\"", "The name in tables and running text. Without it: `name`."),
            required("role", Word(Role::WORDS), "\"principal\"", "The part it plays."),
            field("kind", Word(PartyKind::WORDS), "\"state\"", "What sort of actor it is."),
            field(
                "representatives",
                List(&Record(REPRESENTATIVE)),
                "[{ name = \"Amina Diallo\", title = \"Minister of Water\" }]",
                "The persons who speak for it; `name` is required, `title` is not.",
            ),
            field("interests", List(&Prose), "[\"Power for its cities\"]", "What it needs, whatever it says."),
            field("red_lines", List(&Prose), "[\"No foreign control of the gates\"]", "What it will not accept."),
            field("alternatives", Prose, "\"It fills the dam alone.\"", "What it can do without an agreement."),
        ],
    },
    Table {
        path: "issues.ID",
        required: true,
        attribution: false,
        doc: "What has to be settled. An issue is open while it is contested, deadlocked, converging or agreed in principle.",
        fields: &[
            required("title", Prose, "\"Filling schedule\"", "Its name."),
            required("status", Word(IssueStatus::WORDS), "\"contested\"", "Where it stands."),
            field("question", Prose, "\"Over how many years is the reservoir filled?\"", "What has to be decided."),
            field("summary", Prose, "\"Both sides name a number of years.\"", "What it is about."),
            field("category", Word(Category::WORDS), "\"energy\"", "What field it belongs to."),
            field("priority", ANY_NUMBER, "1", "1 is the highest."),
            field("linked", List(&Id(Target::Issue)), "[\"filling\"]", "Issues that move together with it."),
            field("options", List(&Prose), "[\"Six years with a review\"]", "Bridging proposals on the table."),
        ],
    },
    Table {
        path: "positions.ISSUE.PARTY",
        required: true,
        attribution: true,
        doc: "What a party wants on an issue. The name of the table holds the id of the issue and the id of the party.",
        fields: &[
            required("stance", Word(Stance::WORDS), "\"demands\"", "What the party does on the issue."),
            required("text", Prose, "\"Five years, fixed.\"", "The position in its own terms."),
            field("as_of", Date, "2024-05-12", "The day on which it was held. Without it: that of the brief."),
            field("red_line", Boolean, "true", "Whether the party calls it a red line."),
            field("conditions", List(&Prose), "[\"Releases in a dry year\"]", "What it makes its agreement depend on."),
            field("basis", Word(Basis::WORDS), "\"stated\"", "How the position is known."),
        ],
    },
    Table {
        path: "claims.ID",
        required: false,
        attribution: true,
        doc: "What somebody asserts as a fact, which is not a position.",
        fields: &[
            required("text", Prose, "\"The dam holds 60 km³.\"", "The assertion."),
            field("about", List(&Id(Target::Issue)), "[\"filling\"]", "The issues that it bears on."),
            field("denied_by", List(&Id(Target::Party)), "[\"downstream\"]", "The parties that say it is not so."),
        ],
    },
    Table {
        path: "outcome",
        required: true,
        attribution: true,
        doc: "What came of the summit, round or meeting that the brief reports.",
        fields: &[
            required("event", Text, "\"Third round\"", "The meeting."),
            required("date", Date, "2024-05-12", "Its day; the last one if it took several."),
            required("result", Word(OutcomeResult::WORDS), "\"procedural\"", "What came out of it."),
            field("place", Text, "\"Geneva\"", "Where it was held."),
            field(
                "summary",
                Prose,
                "\"A technical committee meets again on 3 June.\"",
                "What came out of it, in words.",
            ),
            field("instrument", Word(Instrument::WORDS), "\"announced\"", "The form that it took."),
        ],
    },
    Table {
        path: "outcome.points.ID",
        required: false,
        attribution: true,
        doc: "One point of the outcome: agreed, not agreed or put off.",
        fields: &[
            required("result", Word(PointResult::WORDS), "\"agreed\"", "What became of it."),
            required("text", Prose, "\"A drought is declared below 40 km³ of annual flow.\"", "The point."),
            field("issue", Id(Target::Issue), "\"filling\"", "The issue that it belongs to."),
        ],
    },
    Table {
        path: "commitments.ID",
        required: false,
        attribution: true,
        doc: "What a party has promised to do.",
        fields: &[
            required("by", Id(Target::Party), "\"upstream\"", "Who promised."),
            required("text", Prose, "\"Publishes the flow data.\"", "What was promised."),
            field("due", Date, "2024-06-30", "By when."),
            field("status", Word(CommitmentStatus::WORDS), "\"pending\"", "Whether it was kept."),
        ],
    },
    Table {
        path: "developments.ID",
        required: false,
        attribution: true,
        doc: "What happened, by date. An id such as `2024-05-13-gates-closed` keeps the file in order.",
        fields: &[
            required("date", Date, "2024-05-13", "The day."),
            required("text", Prose, "\"Upstream closed two gates.\"", "What happened."),
            field("affects", List(&Id(Target::Issue)), "[\"filling\"]", "The issues that it changes."),
            field("trend", Word(Trend::WORDS), "\"deteriorated\"", "What it did to the prospects of agreement."),
        ],
    },
    Table {
        path: "next_steps.ID",
        required: false,
        attribution: false,
        doc: "What comes next.",
        fields: &[
            required("text", Prose, "\"The committee meets.\"", "What happens."),
            field("date", Date, "2024-06-03", "When."),
            field("owner", PartyOrText, "\"upstream\"", "Who has to do it: the id of a party, or any other name."),
        ],
    },
    Table {
        path: "talking_points.ID",
        required: false,
        attribution: false,
        doc: "What the reader may say, and what not.",
        fields: &[
            required("kind", Word(TalkingPointKind::WORDS), "\"make\"", "When to say it."),
            required("text", Prose, "\"We welcome the drought clause.\"", "The words."),
            field("issue", Id(Target::Issue), "\"filling\"", "The issue that it belongs to."),
        ],
    },
    Table {
        path: "sources.ID",
        required: false,
        attribution: false,
        doc: "What was read. `[@ID]` in prose and `sources = [\"ID\"]` in a table cite it.",
        fields: &[
            required("publisher", Text, "\"Ministry of Water, communiqué\"", "Who published it."),
            required("date", Date, "2024-05-13", "When it was published."),
            field("kind", Word(SourceKind::WORDS), "\"official\"", "What sort of source it is."),
            field("title", Text, "\"Statement on the third round\"", "Its title."),
            field("url", Url, "\"https://example.org/statement\"", "Where it can be found."),
            field("language", Language, "\"en\"", "The language it is written in."),
            field(
                "reliability",
                Word(Reliability::WORDS),
                "\"B\"",
                "How reliable the source is, by the Admiralty code.",
            ),
            field("relays", Id(Target::Source), "\"agency\"", "The source that this one only repeats."),
            field("accessed", Date, "2024-05-14", "When it was read."),
        ],
    },
];
