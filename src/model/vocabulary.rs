//! The closed vocabularies of the format: each an enum that knows its words and what they mean.

/// One word of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyWord {
    /// The word as the file spells it.
    pub word: &'static str,
    /// What it means, one sentence.
    pub meaning: &'static str,
}

/// An enum of the format: its words in the order of the documentation.
pub trait Vocabulary: Copy + Sized + 'static {
    /// The vocabulary's name: `Stance`.
    const NAME: &'static str;
    /// Every word with its meaning, in the order of the enum's values.
    const WORDS: &'static [VocabularyWord];
    /// Every value.
    const ALL: &'static [Self];

    /// The word as the file spells it.
    fn word(self) -> &'static str;

    /// The value that a word names.
    #[must_use]
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

macro_rules! vocabulary {
    ($( #[doc = $doc:literal] $name:ident { $( $variant:ident $word:literal $meaning:literal, )* } )*) => { $(
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $( #[doc = $meaning] $variant, )* }

        impl Vocabulary for $name {
            const NAME: &'static str = stringify!($name);
            const WORDS: &'static [VocabularyWord] = &[ $( VocabularyWord { word: $word, meaning: $meaning }, )* ];
            const ALL: &'static [Self] = &[ $( Self::$variant, )* ];
            fn word(self) -> &'static str {
                Self::WORDS[self as usize].word
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    )* };
}

vocabulary! {
    /// `brief.kind`: what the brief is for.
    BriefKind {
        Information "information" "Tells the reader where things stand.",
        Decision "decision" "Asks the reader to decide.",
        Meeting "meeting" "Prepares the reader for a meeting.",
        Readout "readout" "Reports a meeting that has been held.",
        Update "update" "Adds what is new to an earlier brief.",
        Mandate "mandate" "States what our side wants and how far it can go.",
        Monitor "monitor" "Reports how far an agreement has been carried out.",
        Drafting "drafting" "Sets the versions of a text under negotiation side by side.",
    }
    /// `brief.template`: the built-in template that makes its page.
    PageTemplate {
        OnePage "one-page" "Where things stand, on one page.",
        Meeting "meeting" "What to take into a meeting.",
        Decision "decision" "What to decide, with the options side by side and a line to sign.",
        Mandate "mandate" "What our side wants, with its opening, fallbacks and arguments.",
        Readout "readout" "What came out of a meeting.",
        Monitor "monitor" "Who has carried out what, by party and date.",
        TalkingPoints "talking-points" "What to say, in large type.",
        Matrix "matrix" "Who stands where, in landscape format.",
        Columns "columns" "A text under negotiation, its versions side by side, in landscape format.",
        Full "full" "Everything in the brief.",
    }
    /// `texts.ID.status`: how far a text under negotiation is.
    TextStatus {
        Open "open" "Still negotiated.",
        AgreedAdReferendum "agreed-ad-referendum" "Agreed by the negotiators, subject to approval at home.",
        Agreed "agreed" "Agreed; its brackets no longer count.",
        Deleted "deleted" "No longer part of the text.",
    }
    /// `brief.status`: how far it is in clearance.
    BriefStatus {
        Draft "draft" "Being written.",
        InClearance "in-clearance" "With those who have to agree to it.",
        Cleared "cleared" "Agreed to by those who had to.",
        Superseded "superseded" "Replaced by a later edition.",
    }
    /// `parties.ID.role`: the part a party plays.
    Role {
        Principal "principal" "Negotiates for itself; its agreement is needed.",
        Mediator "mediator" "Proposes and shapes terms between the principals.",
        Facilitator "facilitator" "Helps the principals to meet without proposing terms.",
        Guarantor "guarantor" "Guarantees that an agreement is carried out.",
        Host "host" "Provides the place.",
        Observer "observer" "Attends without a say.",
        Supporter "supporter" "Backs a principal from outside the talks.",
        Affected "affected" "Bears the consequences without being at the table.",
        Spoiler "spoiler" "Works against an agreement.",
        Excluded "excluded" "Is kept from the table although it is concerned.",
    }
    /// `parties.ID.kind`: what sort of actor it is.
    PartyKind {
        State "state" "A state or its government.",
        Organisation "organisation" "An international or other organisation.",
        Coalition "coalition" "A group of states or organisations that speaks as one.",
        ArmedGroup "armed-group" "An armed group that is not a state.",
        Company "company" "A company.",
        Person "person" "A person who acts in their own name.",
    }
    /// `issues.ID.status`: how far an issue is settled.
    IssueStatus {
        Contested "contested" "The parties disagree and talk about it.",
        Deadlocked "deadlocked" "The parties disagree and no longer move.",
        Converging "converging" "The parties are moving towards each other.",
        AgreedInPrinciple "agreed-in-principle" "Agreed, with the details or the signature open.",
        Agreed "agreed" "Agreed.",
        Deferred "deferred" "Put off to a later time by the parties.",
        Closed "closed" "No longer an issue.",
    }
    /// `issues.ID.category`: what the issue is about.
    Category {
        Territory "territory" "Land, borders and who holds them.",
        SecurityGuarantees "security-guarantees" "Who protects whom from a new attack.",
        Ceasefire "ceasefire" "The end of fighting and how it is watched.",
        Forces "forces" "Size, place and arms of forces.",
        Sanctions "sanctions" "Sanctions and their lifting.",
        Humanitarian "humanitarian" "Relief, civilians, displaced persons.",
        Prisoners "prisoners" "Prisoners, hostages and missing persons.",
        NuclearSafety "nuclear-safety" "Nuclear plants, material and safeguards.",
        Energy "energy" "Supply of electricity, gas and oil.",
        Recognition "recognition" "Recognition of states, governments or borders.",
        Governance "governance" "Who rules and by what law.",
        Justice "justice" "Accountability, amnesty, reparation.",
        Economy "economy" "Trade, money, ownership.",
        Process "process" "How, where and with whom the talks are held.",
        Other "other" "Anything else.",
    }
    /// `positions.ISSUE.PARTY.stance`: what a party does on an issue.
    Stance {
        Demands "demands" "Insists on it.",
        Offers "offers" "Puts it forward as its own concession or proposal.",
        Accepts "accepts" "Agrees to what another proposes.",
        Supports "supports" "Backs it without being bound by it.",
        Concedes "concedes" "Gives up what it held before.",
        Conditional "conditional" "Would agree if conditions are met.",
        Opposes "opposes" "Is against it.",
        Rejects "rejects" "Refuses it outright.",
        Threatens "threatens" "Announces harm if it does not get its way.",
        Reserves "reserves" "Keeps its position open and says so.",
        Undeclared "undeclared" "Has not declared a position.",
        Unknown "unknown" "Its position is not known.",
    }
    /// `positions.ISSUE.PARTY.basis`: how the position is known.
    Basis {
        Stated "stated" "The party said it itself.",
        Reported "reported" "Others report that the party holds it.",
        Inferred "inferred" "The author concludes it from conduct.",
    }
    /// `outcome.result`: what came out of the event.
    OutcomeResult {
        Agreement "agreement" "A binding agreement.",
        Framework "framework" "An agreed outline with details to follow.",
        JointStatement "joint-statement" "A statement in the name of all.",
        Communique "communique" "A communiqué of the meeting.",
        Memorandum "memorandum" "A memorandum of understanding.",
        SeparateStatements "separate-statements" "Each side spoke for itself.",
        Procedural "procedural" "Only the next steps of the talks were agreed.",
        NoAgreement "no-agreement" "It ended without agreement.",
        Postponed "postponed" "It was put off.",
        Collapsed "collapsed" "The talks broke off.",
    }
    /// `outcome.instrument`: the form that the outcome took.
    Instrument {
        Signed "signed" "Signed.",
        Initialled "initialled" "Initialled.",
        Announced "announced" "Announced without a signed text.",
        Unpublished "unpublished" "There is a text, but it is not public.",
        None "none" "There is no text.",
    }
    /// `outcome.points.ID.result`: what became of one point.
    PointResult {
        Agreed "agreed" "Agreed.",
        NotAgreed "not-agreed" "Not agreed.",
        Deferred "deferred" "Put off.",
    }
    /// `commitments.ID.status`: how far a promise has been carried out.
    CommitmentStatus {
        Pending "pending" "Not yet due or not yet done.",
        Begun "begun" "First steps have been taken; most is still to do.",
        Partial "partial" "Much has been done, and the rest is being carried out.",
        Met "met" "Done.",
        Missed "missed" "Not done in time.",
        Breached "breached" "The party has done what it promised not to do, or undone what it had done.",
        Overtaken "overtaken" "Events or a later agreement have made it void.",
    }
    /// `developments.ID.trend`: what a development did to the prospects of agreement.
    Trend {
        Improved "improved" "Prospects improved.",
        Unchanged "unchanged" "Prospects did not change.",
        Deteriorated "deteriorated" "Prospects got worse.",
    }
    /// `talking_points.ID.kind`: when to say it.
    TalkingPointKind {
        Make "make" "Say it.",
        IfRaised "if-raised" "Say it only when asked.",
        Avoid "avoid" "Do not say it.",
        PressLine "press-line" "Say it to the press.",
    }
    /// `options.ID.status`: what the brief makes of an option.
    OptionStatus {
        Open "open" "The reader may choose it.",
        Recommended "recommended" "The brief recommends it.",
        Rejected "rejected" "It was considered and is advised against.",
    }
    /// `arguments.ID.use`: when to use an argument.
    ArgumentUse {
        Make "make" "Made in any case.",
        Tactical "tactical" "Made when it helps, and never put in writing.",
        IfRaised "if-raised" "Kept for when it comes up.",
    }
    /// `clearances.ID.result`: what an office says of the brief.
    ClearanceResult {
        Cleared "cleared" "It agrees.",
        ClearedWithComments "cleared-with-comments" "It agrees, with comments.",
        Pending "pending" "It has not answered yet.",
        Objected "objected" "It does not agree.",
    }
    /// `sources.ID.kind`: what sort of source it is.
    SourceKind {
        Newspaper "newspaper" "A newspaper or magazine, printed or online.",
        Wire "wire" "A news agency.",
        Official "official" "A government or an organisation speaking officially.",
        Broadcast "broadcast" "Radio or television.",
        Social "social" "A post on a social network.",
        Interview "interview" "An interview.",
        Document "document" "A treaty, draft, letter or other document.",
        Academic "academic" "Research.",
        Other "other" "Anything else.",
    }
    /// `sources.ID.reliability`: the Admiralty code's letter for a source (NATO AJP-2.1).
    Reliability {
        A "A" "Completely reliable.",
        B "B" "Usually reliable.",
        C "C" "Fairly reliable.",
        D "D" "Not usually reliable.",
        E "E" "Unreliable.",
        F "F" "Reliability cannot be judged.",
    }
    /// `verification`: how far a statement has been verified.
    Verification {
        Confirmed "confirmed" "Confirmed by the author or by all sides.",
        Corroborated "corroborated" "Two or more independent sources say so.",
        SingleSource "single-source" "One source says so.",
        Claimed "claimed" "Somebody with an interest says so.",
        Alleged "alleged" "Somebody accuses another of it.",
        Disputed "disputed" "Sources contradict each other.",
        Denied "denied" "Those concerned say that it is not so.",
        Unverified "unverified" "Nobody has checked it.",
        Retracted "retracted" "The source has taken it back.",
    }
    /// `wording`: how close the text is to the words that were spoken.
    Wording {
        Quote "quote" "The speaker's own words.",
        Translation "translation" "The speaker's words, translated.",
        Paraphrase "paraphrase" "The sense in other words.",
        Gloss "gloss" "The author's reading of it.",
    }
    /// `confidence`: how sure an analyst is of a judgement (ICD 203).
    Confidence {
        High "high" "Good information, or a question that allows a solid judgement.",
        Moderate "moderate" "Credible information that is open to more than one reading.",
        Low "low" "Scant or doubtful information.",
    }
    /// `likelihood`: how probable a judgement is, in the seven bands of ICD 203.
    Likelihood {
        AlmostNoChance "almost-no-chance" "1 to 5 per cent.",
        VeryUnlikely "very-unlikely" "5 to 20 per cent.",
        Unlikely "unlikely" "20 to 45 per cent.",
        RoughlyEven "roughly-even" "45 to 55 per cent.",
        Likely "likely" "55 to 80 per cent.",
        VeryLikely "very-likely" "80 to 95 per cent.",
        AlmostCertain "almost-certain" "95 to 99 per cent.",
    }
}

impl BriefKind {
    /// The template of a brief of this kind, when nothing names another.
    #[must_use]
    pub fn template(self) -> PageTemplate {
        match self {
            Self::Information | Self::Update => PageTemplate::OnePage,
            Self::Meeting => PageTemplate::Meeting,
            Self::Decision => PageTemplate::Decision,
            Self::Readout => PageTemplate::Readout,
            Self::Mandate => PageTemplate::Mandate,
            Self::Monitor => PageTemplate::Monitor,
            Self::Drafting => PageTemplate::Columns,
        }
    }
}

impl CommitmentStatus {
    /// Whether something is still to be done: one that is not met, missed, breached or overtaken.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Begun | Self::Partial)
    }
}

impl TextStatus {
    /// Whether the text is still negotiated: neither agreed nor dropped.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Agreed | Self::Deleted)
    }
}

impl IssueStatus {
    /// Whether the issue still has to be settled: the first four of the format's list.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Contested | Self::Deadlocked | Self::Converging | Self::AgreedInPrinciple)
    }
}
