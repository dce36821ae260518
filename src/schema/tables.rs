//! The table itself.

use super::commitment::COMMITMENTS;
use super::field::{ON_PAGE, field, required};
use super::figure::FIGURES;
use super::judgement::JUDGEMENTS;
use super::mandate::{AIMS, ARGUMENTS, OWN_SIDE};
use super::meeting::{AGENDA, ASKS, MEETING, MEETINGS, PEOPLE};
use super::proposal::{ON, PROPOSALS};
use super::source::SOURCES;
use super::text::{TEXTS, VARIANTS};
use super::{Field, TableSchema, TakenWith, Target, Type};
use crate::model::{
    Basis, BriefKind, BriefStatus, Category, ClearanceResult, Confidence, Instrument, IssueStatus, Likelihood,
    OptionStatus, OutcomeResult, PageTemplate, PartyKind, PointResult, Role, Stance, TalkingPointKind, Trend,
    Verification, Vocabulary, Wording,
};

use Type::{
    Boolean, Date, Handling, Id, Integer, Language, List, Marks, PartialDate, PartyOrText, Passage, Prose, Record,
    Text, Word,
};

const ANY_NUMBER: Type = Integer { least: 1, most: 999_999 };

const REPRESENTATIVE: &[Field] = &[
    required("name", Text, "\"Amina Diallo\"", "The person."),
    field("title", Text, "\"Minister of Water\"", "Their office."),
    field("person", Id(Target::Person), "\"diallo\"", "Their record in `[people.ID]`."),
];

/// The group of fields that says where a statement comes from and how sure it is.
pub const ATTRIBUTION: &[Field] = &[
    field("sources", List(&Id(Target::Source)), "[\"ministry\"]", "Where it can be read.").evidential(),
    field("said_by", Id(Target::Party), "\"upstream\"", "The party that said it.").evidential(),
    field("speaker", Text, "\"Amina Diallo\"", "The person who said it.").evidential(),
    field("verification", Word(Verification::NAME, Verification::WORDS), "\"single-source\"", "How far it has been verified.").evidential().takes(TakenWith::Record),
    field("wording", Word(Wording::NAME, Wording::WORDS), "\"paraphrase\"", "How close the text is to the words that were spoken.").evidential().takes(TakenWith::Record),
    field("confidence", Word(Confidence::NAME, Confidence::WORDS), "\"moderate\"", "How sure the analyst is of the judgement.").evidential().takes(TakenWith::Record),
    field(
        "likelihood",
        Word(Likelihood::NAME, Likelihood::WORDS),
        "\"likely\"",
        "How probable the judgement is, in the bands of ICD 203.",
    )
    .takes(TakenWith::Record),
    field(
        "credibility",
        Integer { least: 1, most: 6 },
        "2",
        "How credible the information is, by the Admiralty code: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.",
    ).evidential().takes(TakenWith::Record),
    field("disputed", Prose, "\"The number, not the fact.\"", "What exactly is in dispute.").evidential(),
];

/// The fields that say who may read a record.
pub const MARKING: &[Field] = &[
    field(
        "handling",
        Handling,
        "\"TLP:GREEN\"",
        "Who may read it, as a level, with caveats after it (`SECRET//UK EYES ONLY`), or `own-side` for our side alone. Without it: `unmarked` of the brief.",
    )
    .editorial(),
    field(
        "marks",
        Marks,
        "{ text = \"TLP:RED\" }",
        "Who may read some of its fields, where fewer people may read them than the rest.",
    )
    .editorial(),
];

/// Every kind of table, in the order of the documentation.
pub const TABLES: &[TableSchema] = &[
    TableSchema {
        path: "",
        required: true,
        attribution: false,
        doc: "The top of the file, before the first table.",
        fields: &[required("schema", Integer { least: 1, most: super::VERSION }, "1", "The version of this format.").editorial()],
    },
    TableSchema {
        path: "brief",
        required: true,
        attribution: false,
        doc: "What the document is, for whom it is and how current.",
        fields: &[
            required("title", Prose, "\"Reservoir talks: where they stand\"", "The title."),
            required(
                "as_of",
                Date,
                "2024-05-14",
                "The information cut-off. All relative dates count from this one, never from the day of printing.",
            ).editorial(),
            required(
                "bottom_line",
                Prose,
                "\"The filling schedule is the last open question.\"",
                "What the reader has to know if they read nothing else.",
            ),
            field("subtitle", Prose, "\"Before the fourth round\"", "A line under the title."),
            field(
                "kind",
                Word(BriefKind::NAME, BriefKind::WORDS),
                "\"meeting\"",
                "What the brief is for. It chooses the template, unless `template`, the project or `--template` does: `decision`, `mandate`, `meeting`, `monitor` and `readout` have the template of the same name, `drafting` has `columns`, the others have `one-page`.",
            ).editorial(),
            field("edition", ANY_NUMBER, "2", "Counts the editions, from 1.").editorial(),
            field("status", Word(BriefStatus::NAME, BriefStatus::WORDS), "\"draft\"", "How far it is in clearance.").editorial(),
            field(
                "handling",
                Handling,
                "\"TLP:GREEN\"",
                "Who may read it; printed at the top and bottom of every page. A label of the Traffic Light Protocol 2.0 or a marking of your organisation, such as `OFFICIAL`.",
            ),
            field(
                "unmarked",
                Handling,
                "\"TLP:CLEAR\"",
                "Who may read the records without `handling`. Without it: `handling`.",
            )
            .editorial(),
            OWN_SIDE,
            field("audience", Text, "\"The Minister\"", "For whom it is written.").editorial(),
            field("to", Text, "\"The Minister\"", "To whom it goes, at the top of the page. Without it: `audience`.").takes(TakenWith::Field("audience")),
            field("from", Text, "\"Water desk\"", "Who sends it."),
            field("through", List(&Text), "[\"Permanent Secretary\"]", "Through whose hands it goes, in their order.").editorial(),
            field("copy", List(&Text), "[\"Legal service\"]", "Who else gets it.").editorial(),
            field("reference", Text, "\"WD 2024/118\"", "Its file reference.").editorial(),
            field("occasion", Text, "\"Fourth round, 3 June\"", "What it is written for."),
            field("respond_by", Date, "2024-05-17", "The day by which an answer is needed."),
            field("respond_why", Prose, "\"The offer lapses on 18 May [@ministry].\"", "Why by then."),
            field("authors", List(&Text), "[\"Water desk\"]", "Who wrote it.").editorial(),
            field("cleared_by", List(&Text), "[\"Legal service\"]", "Who has agreed to it.").editorial(),
            field("language", Language, "\"en\"", "The language of the text. Without it: `en`.").editorial(),
            field("stale_after", Type::Duration, "\"21d\"", "How long after `as_of` it should no longer be relied on.").editorial(),
            field(
                "template",
                Word(PageTemplate::NAME, PageTemplate::WORDS),
                "\"full\"",
                "The template of its page. Without it: that of the project, or that of its `kind`.",
            ).editorial(),
            field("pages", Integer { least: 1, most: 99 }, "2", "How many pages it may take. Without it: as many as the style of the template says.").editorial(),
            field(
                "background",
                Passage,
                "\"The dam was begun in 2011.\"",
                "How it came to this; several paragraphs if need be.",
            ),
            field(
                "assessment",
                Passage,
                "\"An agreement this year is *unlikely*.\"",
                "What the author concludes, with the likelihood words.",
            ),
        ],
    },
    TableSchema {
        path: "use",
        required: false,
        attribution: false,
        doc: "Parties and sources that are kept once for many briefs, in the project's folder of shared records. A brief takes those that it names.",
        fields: &[field(
            "files",
            List(&Text),
            "[\"contact-group.toml\"]",
            "The files, by their names in that folder. Their parties come before the brief's own, in this order.",
        ).editorial()],
    },
    TableSchema {
        path: "parties.ID",
        required: true,
        attribution: false,
        doc: "Who negotiates, helps, watches or is concerned.",
        fields: &[
            required("name", Text, "\"Upstream Republic\"", "The full name."),
            field("short", Text, "\"Upstream\"", "The name in tables and running text. Without it: `name`.").editorial(),
            required("role", Word(Role::NAME, Role::WORDS), "\"principal\"", "The part it plays."),
            field("kind", Word(PartyKind::NAME, PartyKind::WORDS), "\"state\"", "What sort of actor it is.").editorial(),
            field(
                "representatives",
                List(&Record(REPRESENTATIVE)),
                "[{ name = \"Amina Diallo\", title = \"Minister of Water\" }]",
                "The people who speak for it; `name` is required, `title` is not. `person` names a record of `[people.ID]`.",
            ),
            field("interests", List(&Prose), "[\"Power for its cities\"]", "What it needs, whatever it says."),
            field("red_lines", List(&Prose), "[\"No foreign control of the gates\"]", "What it will not accept."),
            field("alternatives", Prose, "\"It fills the dam alone.\"", "What it can do without an agreement."),
            field(
                "members",
                List(&PartyOrText),
                "[\"downstream\", \"Delta Region\"]",
                "Of a bloc: who belongs to it. Ids of parties, or other names; it speaks for those of its members that have no position of their own.",
            ),
            field(
                "speaks_for",
                List(&Id(Target::Party)),
                "[\"downstream\"]",
                "The members for which it speaks. Without it: all.",
            )
            .takes(TakenWith::Field("members")),
        ],
    },
    TableSchema {
        path: "issues.ID",
        required: true,
        attribution: false,
        doc: "What has to be settled. An issue is open while it is contested, deadlocked, converging or agreed in principle.",
        fields: &[
            required("title", Prose, "\"Filling schedule\"", "Its name."),
            required("status", Word(IssueStatus::NAME, IssueStatus::WORDS), "\"contested\"", "Where it stands."),
            field("question", Prose, "\"Over how many years is the reservoir filled?\"", "What has to be decided."),
            field("summary", Prose, "\"Both sides name a number of years.\"", "What it is about."),
            field("category", Word(Category::NAME, Category::WORDS), "\"energy\"", "What field it belongs to.").editorial(),
            field("priority", ANY_NUMBER, "1", "1 is the highest."),
            field("linked", List(&Id(Target::Issue)), "[\"filling\"]", "Issues that move together with it.").editorial(),
            field("options", List(&Prose), "[\"Six years with a review\"]", "Bridging proposals on the table."),
            field(
                "between",
                List(&Id(Target::Party)),
                "[\"upstream\", \"downstream\"]",
                "The parties that it concerns. Without it: all of them. Other parties are not reported as missing from its row.",
            )
            .takes(TakenWith::Record),
            ON_PAGE,
        ],
    },
    TableSchema {
        path: "positions.ISSUE.PARTY",
        required: true,
        attribution: true,
        doc: "What a party wants on an issue. The name of the table has the id of the issue and the id of the party.",
        fields: &[
            required("stance", Word(Stance::NAME, Stance::WORDS), "\"demands\"", "What the party does on the issue."),
            required("text", Prose, "\"Five years, fixed.\"", "The position in its own terms."),
            field(
                "short",
                Prose,
                "\"Five years\"",
                "The same in at most 60 characters. It is printed if the text does not fit on the page; without it, only the stance is printed then.",
            )
            .editorial(),
            ON,
            field("as_of", Date, "2024-05-12", "The day on which it was held. Without it: that of the brief.")
                .evidential()
                .takes(TakenWith::Record),
            field("red_line", Boolean, "true", "Whether the party calls it a red line."),
            field("conditions", List(&Prose), "[\"Releases in a dry year\"]", "The conditions for its agreement.").takes(TakenWith::Record),
            field("basis", Word(Basis::NAME, Basis::WORDS), "\"stated\"", "How the position is known.").evidential().takes(TakenWith::Record),
            ON_PAGE,
        ],
    },
    PROPOSALS,
    TableSchema {
        path: "claims.ID",
        required: false,
        attribution: true,
        doc: "What somebody asserts as a fact, which is not a position.",
        fields: &[
            required("text", Prose, "\"The dam holds 60 km³.\"", "The assertion."),
            field("about", List(&Id(Target::Issue)), "[\"filling\"]", "The issues that it bears on.").editorial(),
            field("denied_by", List(&Id(Target::Party)), "[\"downstream\"]", "The parties that deny it."),
            ON_PAGE,
        ],
    },
    TableSchema {
        path: "outcome",
        required: false,
        attribution: true,
        doc: "What came of the last summit, round or meeting that was held. A brief written before the first one has none; a brief on several has `[meetings.ID]`.",
        fields: &[
            required("event", Text, "\"Third round\"", "The meeting."),
            required("date", PartialDate, "2024-05-12", "When it was held."),
            field("circa", Boolean, "true", "Whether the date is approximate.").takes(TakenWith::Record),
            required("result", Word(OutcomeResult::NAME, OutcomeResult::WORDS), "\"procedural\"", "What came out of it."),
            field("place", Text, "\"Geneva\"", "Where it was held."),
            field(
                "summary",
                Prose,
                "\"A technical committee meets again on 3 June.\"",
                "What came out of it, in words.",
            ),
            field("instrument", Word(Instrument::NAME, Instrument::WORDS), "\"announced\"", "The form that it took."),
        ],
    },
    TableSchema {
        path: "outcome.points.ID",
        required: false,
        attribution: true,
        doc: "One point of the outcome: agreed, not agreed or put off.",
        fields: &[
            required("result", Word(PointResult::NAME, PointResult::WORDS), "\"agreed\"", "What became of it."),
            required("text", Prose, "\"A drought is declared below 40 km³ of annual flow.\"", "The point."),
            field("issue", Id(Target::Issue), "\"filling\"", "The issue that it belongs to."),
            MEETING.takes(TakenWith::Record),
            ON_PAGE,
        ],
    },
    COMMITMENTS,
    JUDGEMENTS,
    TableSchema {
        path: "developments.ID",
        required: false,
        attribution: true,
        doc: "What happened, by date. An id such as `gates-closed-2024-05-13` makes clear which one is meant.",
        fields: &[
            required("date", PartialDate, "2024-05-13", "When it happened."),
            field("circa", Boolean, "true", "Whether the date is approximate.").takes(TakenWith::Record),
            required("text", Prose, "\"Upstream closed two gates.\"", "What happened."),
            field("affects", List(&Id(Target::Issue)), "[\"filling\"]", "The issues that it changes."),
            field("trend", Word(Trend::NAME, Trend::WORDS), "\"deteriorated\"", "What it did to the prospects of agreement."),
            MEETING,
            ON_PAGE,
        ],
    },
    TableSchema {
        path: "next_steps.ID",
        required: false,
        attribution: false,
        doc: "What comes next, by date; steps without a date come last.",
        fields: &[
            required("text", Prose, "\"The committee meets.\"", "What happens."),
            field("date", PartialDate, "2024-06-03", "When. A step before `as_of` is marked as past; with `circa` a month later, or a year later if only the year is known."),
            field("circa", Boolean, "true", "Whether the date is approximate.").takes(TakenWith::Record),
            field("owner", PartyOrText, "\"upstream\"", "Who has to do it: the id of a party, or any other name."),
            ON_PAGE,
        ],
    },
    TableSchema {
        path: "talking_points.ID",
        required: false,
        attribution: false,
        doc: "What the reader may say, and what not.",
        fields: &[
            required("kind", Word(TalkingPointKind::NAME, TalkingPointKind::WORDS), "\"make\"", "When to say it."),
            required("text", Prose, "\"We welcome the drought clause.\"", "The words."),
            field("issue", Id(Target::Issue), "\"filling\"", "The issue that it belongs to."),
            ON_PAGE,
        ],
    },
    AIMS,
    ARGUMENTS,
    TEXTS,
    VARIANTS,
    MEETINGS,
    PEOPLE,
    AGENDA,
    ASKS,
    TableSchema {
        path: "options.ID",
        required: false,
        attribution: false,
        doc: "A course that the reader can choose. The template `decision` prints them side by side.",
        fields: &[
            required("title", Prose, "\"Accept seven years\"", "What is done."),
            field("text", Prose, "\"We drop the demand for a review.\"", "What it means, in a sentence or two."),
            field("issue", Id(Target::Issue), "\"filling\"", "The issue that it would settle."),
            field("pros", List(&Prose), "[\"Ends the dispute this year.\"]", "What is in favour of it."),
            field("cons", List(&Prose), "[\"Two dry years are not covered.\"]", "What is against it."),
            field("cost", Prose, "\"About 40 million a year.\"", "What it costs."),
            field("risk", Prose, "\"Downstream may reopen it.\"", "What may go wrong."),
            field("consequence", Prose, "\"Filling begins in July.\"", "What follows from it."),
            field("supported_by", List(&Id(Target::Party)), "[\"upstream\"]", "The parties that would agree to it."),
            field("status", Word(OptionStatus::NAME, OptionStatus::WORDS), "\"recommended\"", "How the brief rates it.").takes(TakenWith::Record),
            ON_PAGE,
        ],
    },
    TableSchema {
        path: "recommendations.ID",
        required: false,
        attribution: false,
        doc: "What the reader is asked to decide: one decision each, in words that can be understood by themselves.",
        fields: &[
            required("text", Prose, "\"That you accept seven years.\"", "What to decide; once approved, it becomes the minute."),
            field("option", Id(Target::Option), "\"seven-years\"", "The option that it recommends."),
            field("issue", Id(Target::Issue), "\"filling\"", "The issue that it would settle."),
            field(
                "choices",
                List(&Text),
                "[\"approve\", \"decline\", \"discuss\"]",
                "What the reader can tick. `approve`, `decline`, `discuss` and `note` are printed in the language of the brief, other words as they are. Without it: approve, decline, discuss. `[\"note\"]` only asks the reader to note it.",
            ).editorial().takes(TakenWith::Record),
            field("by", Date, "2024-05-17", "The day by which to decide. Without it: `respond_by` of the brief.")
                .takes(TakenWith::Record),
            field("why", Prose, "\"It is the last offer before the rains.\"", "Why."),
            field("recommended_by", List(&Text), "[\"Water desk\"]", "The offices that recommend it, where others do not."),
            field("opposed_by", List(&Text), "[\"Treasury\"]", "The offices that advise against it."),
            field("decision", Prose, "\"Approved, with a review after three years.\"", "What was decided.").takes(TakenWith::Record),
            field("decided", PartialDate, "2024-05-16", "When it was decided."),
            ON_PAGE,
        ],
    },
    TableSchema {
        path: "clearances.ID",
        required: false,
        attribution: false,
        doc: "An office that has to agree to the brief, and its answer.",
        fields: &[
            required("office", Text, "\"Legal service\"", "The office."),
            field("person", Text, "\"Amina Diallo\"", "Who has answered for it."),
            field("date", Date, "2024-05-13", "When it answered."),
            field("result", Word(ClearanceResult::NAME, ClearanceResult::WORDS), "\"cleared\"", "Its answer. Without it: none yet.")
                .takes(TakenWith::Record),
            ON_PAGE,
        ],
    },
    FIGURES,
    SOURCES,
];
