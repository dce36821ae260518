//! What a page can do without: a record of a brief, or a part of one.

use crate::model::Id;

/// Something that a page can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Item<'b> {
    /// An issue: its row with all its positions.
    Issue(&'b Id),
    /// The text of a position apart from its stance: the issue and the party.
    Text(&'b Id, &'b Id),
    /// The short form of that text, which is printed where the text is not.
    Short(&'b Id, &'b Id),
    /// The question of an open issue that has a row.
    Question(&'b Id),
    /// A proposal in the row of its issue.
    Proposal(&'b Id),
    /// A point of the outcome.
    Point(&'b Id),
    /// A claim.
    Claim(&'b Id),
    /// A commitment.
    Commitment(&'b Id),
    /// A judgement.
    Judgement(&'b Id),
    /// What would make the author of a judgement think otherwise.
    WouldChange(&'b Id),
    /// A development.
    Development(&'b Id),
    /// A next step.
    NextStep(&'b Id),
    /// A talking point.
    TalkingPoint(&'b Id),
    /// What our side wants on an issue.
    Aim(&'b Id),
    /// An argument of our side.
    Argument(&'b Id),
    /// A meeting.
    Meeting(&'b Id),
    /// A person.
    Person(&'b Id),
    /// An item of the agenda.
    AgendaItem(&'b Id),
    /// What another party will raise, and our answer.
    Ask(&'b Id),
    /// What we say if they insist on that.
    PushBack(&'b Id),
    /// An option.
    Option(&'b Id),
    /// A recommendation.
    Recommendation(&'b Id),
    /// A clearance.
    Clearance(&'b Id),
    /// A picture.
    Figure(&'b Id),
    /// The title of a source, apart from the name of its publisher.
    Title(&'b Id),
    /// The background of the brief.
    Background,
}

/// What sort of item it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// [`Item::Issue`].
    Issue,
    /// [`Item::Text`].
    Text,
    /// [`Item::Short`].
    Short,
    /// [`Item::Question`].
    Question,
    /// [`Item::Proposal`].
    Proposal,
    /// [`Item::Point`].
    Point,
    /// [`Item::Claim`].
    Claim,
    /// [`Item::Commitment`].
    Commitment,
    /// [`Item::Judgement`].
    Judgement,
    /// [`Item::WouldChange`].
    WouldChange,
    /// [`Item::Development`].
    Development,
    /// [`Item::NextStep`].
    NextStep,
    /// [`Item::TalkingPoint`].
    TalkingPoint,
    /// [`Item::Aim`].
    Aim,
    /// [`Item::Argument`].
    Argument,
    /// [`Item::Meeting`].
    Meeting,
    /// [`Item::Person`].
    Person,
    /// [`Item::AgendaItem`].
    AgendaItem,
    /// [`Item::Ask`].
    Ask,
    /// [`Item::PushBack`].
    PushBack,
    /// [`Item::Option`].
    Option,
    /// [`Item::Recommendation`].
    Recommendation,
    /// [`Item::Clearance`].
    Clearance,
    /// [`Item::Figure`].
    Figure,
    /// [`Item::Title`].
    Title,
    /// [`Item::Background`].
    Background,
}

impl ItemKind {
    /// All of them, in the order in which a page has them.
    pub const ALL: [Self; 26] = [
        Self::Recommendation,
        Self::Option,
        Self::Judgement,
        Self::WouldChange,
        Self::Issue,
        Self::Text,
        Self::Short,
        Self::Question,
        Self::Proposal,
        Self::Point,
        Self::Claim,
        Self::Commitment,
        Self::Development,
        Self::NextStep,
        Self::TalkingPoint,
        Self::Aim,
        Self::Argument,
        Self::Meeting,
        Self::Person,
        Self::AgendaItem,
        Self::Ask,
        Self::PushBack,
        Self::Background,
        Self::Clearance,
        Self::Figure,
        Self::Title,
    ];

    /// The sections of a template that print items of the kind. Sources are in none.
    #[must_use]
    pub fn sections(self) -> &'static [&'static str] {
        match self {
            Self::Issue => &["positions", "stances", "strip", "open-issues"],
            Self::Text | Self::Short => &["positions", "stances"],
            Self::Proposal => &["positions"],
            Self::Question => &["positions", "open-issues"],
            Self::Point => &["outcome"],
            Self::Claim => &["claims"],
            Self::Commitment => &["commitments", "overdue"],
            Self::Judgement | Self::WouldChange => &["judgements"],
            Self::Development => &["developments", "timeline"],
            Self::NextStep => &["next-steps"],
            Self::TalkingPoint => &["talking-points", "points"],
            Self::Aim => &["aims"],
            Self::Argument => &["arguments"],
            Self::Meeting => &["meetings"],
            Self::Person => &["meeting"],
            Self::AgendaItem | Self::Ask | Self::PushBack => &["points"],
            Self::Background => &["background"],
            Self::Option => &["options-considered"],
            Self::Recommendation => &["recommendations"],
            Self::Clearance => &["clearances"],
            Self::Figure => &["figures"],
            Self::Title => &[],
        }
    }

    /// What one and several are called, in English.
    #[must_use]
    pub fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Issue => ("issue", "issues"),
            Self::Text => ("text of a position", "texts of positions"),
            Self::Short => {
                ("text of a position replaced by its short form", "texts of positions replaced by their short forms")
            }
            Self::Question => ("question", "questions"),
            Self::Proposal => ("text of a proposal", "texts of proposals"),
            Self::Point => ("point of the outcome", "points of the outcome"),
            Self::Claim => ("claim", "claims"),
            Self::Commitment => ("commitment", "commitments"),
            Self::Judgement => ("judgement", "judgements"),
            Self::WouldChange => ("reason to change a judgement", "reasons to change judgements"),
            Self::Development => ("development", "developments"),
            Self::NextStep => ("next step", "next steps"),
            Self::TalkingPoint => ("talking point", "talking points"),
            Self::Aim => ("aim", "aims"),
            Self::Argument => ("argument", "arguments"),
            Self::Meeting => ("meeting", "meetings"),
            Self::Person => ("person", "people"),
            Self::AgendaItem => ("agenda item", "agenda items"),
            Self::Ask => ("question to expect", "questions to expect"),
            Self::PushBack => ("answer to those who insist", "answers to those who insist"),
            Self::Background => ("background", "backgrounds"),
            Self::Option => ("option", "options"),
            Self::Recommendation => ("recommendation", "recommendations"),
            Self::Clearance => ("clearance", "clearances"),
            Self::Figure => ("figure", "figures"),
            Self::Title => ("title of a source", "titles of sources"),
        }
    }
}

impl Item<'_> {
    /// What sort of item it is.
    #[must_use]
    pub fn kind(&self) -> ItemKind {
        match self {
            Self::Issue(_) => ItemKind::Issue,
            Self::Text(..) => ItemKind::Text,
            Self::Short(..) => ItemKind::Short,
            Self::Question(_) => ItemKind::Question,
            Self::Proposal(_) => ItemKind::Proposal,
            Self::Point(_) => ItemKind::Point,
            Self::Claim(_) => ItemKind::Claim,
            Self::Commitment(_) => ItemKind::Commitment,
            Self::Judgement(_) => ItemKind::Judgement,
            Self::WouldChange(_) => ItemKind::WouldChange,
            Self::Development(_) => ItemKind::Development,
            Self::NextStep(_) => ItemKind::NextStep,
            Self::TalkingPoint(_) => ItemKind::TalkingPoint,
            Self::Aim(_) => ItemKind::Aim,
            Self::Argument(_) => ItemKind::Argument,
            Self::Meeting(_) => ItemKind::Meeting,
            Self::Person(_) => ItemKind::Person,
            Self::AgendaItem(_) => ItemKind::AgendaItem,
            Self::Ask(_) => ItemKind::Ask,
            Self::PushBack(_) => ItemKind::PushBack,
            Self::Option(_) => ItemKind::Option,
            Self::Recommendation(_) => ItemKind::Recommendation,
            Self::Clearance(_) => ItemKind::Clearance,
            Self::Figure(_) => ItemKind::Figure,
            Self::Title(_) => ItemKind::Title,
            Self::Background => ItemKind::Background,
        }
    }

    /// The path of the record in the file, or of the field that belongs to no record.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Issue(id) | Self::Question(id) => format!("issues.{id}"),
            Self::Text(issue, party) | Self::Short(issue, party) => format!("positions.{issue}.{party}"),
            Self::Proposal(id) => format!("proposals.{id}"),
            Self::Point(id) => format!("outcome.points.{id}"),
            Self::Claim(id) => format!("claims.{id}"),
            Self::Commitment(id) => format!("commitments.{id}"),
            Self::Judgement(id) | Self::WouldChange(id) => format!("judgements.{id}"),
            Self::Development(id) => format!("developments.{id}"),
            Self::NextStep(id) => format!("next_steps.{id}"),
            Self::TalkingPoint(id) => format!("talking_points.{id}"),
            Self::Aim(id) => format!("aims.{id}"),
            Self::Argument(id) => format!("arguments.{id}"),
            Self::Meeting(id) => format!("meetings.{id}"),
            Self::Person(id) => format!("people.{id}"),
            Self::AgendaItem(id) => format!("agenda.{id}"),
            Self::Ask(id) | Self::PushBack(id) => format!("asks.{id}"),
            Self::Option(id) => format!("options.{id}"),
            Self::Recommendation(id) => format!("recommendations.{id}"),
            Self::Clearance(id) => format!("clearances.{id}"),
            Self::Figure(id) => format!("figures.{id}"),
            Self::Title(id) => format!("sources.{id}"),
            Self::Background => "brief.background".to_owned(),
        }
    }
}
