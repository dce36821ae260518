//! What a page gives up when a brief is too long for it: the records of a brief in one list, the most important first.
//!
//! A page shows the records that are held, and as much of the beginning of the list as there is room for. The rank of a
//! record follows from that record, the cut-off and the sort of the page, never from other records: so a record more or
//! less changes the place of no other, and a page that has room for one has room for it without another.

mod item;
mod table;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

pub use item::{Item, ItemKind};
use table::{CLAIM, FIGURE, HELD, ISSUE, LOWEST, MET_BACKGROUND, RankedPage, TITLE, USUAL, WOULD_CHANGE, aging};

use crate::model::{
    ArgumentUse, Brief, BriefKind, ClearanceResult, Commitment, CommitmentStatus, Id, OptionStatus, PartialDate,
    PointResult, SourceKind,
};

/// The items of a brief.
#[derive(Debug, Clone, Default)]
pub struct Ranking<'b> {
    /// Those that a page gives up when it must, the most important first.
    pub ranked: Vec<Item<'b>>,
    /// Those that a page always has.
    pub held: Vec<Item<'b>>,
    /// Those that a page never has: the brief keeps them for the dossier.
    never: Vec<Item<'b>>,
    brief: Option<&'b Brief>,
}

impl<'b> Ranking<'b> {
    /// Ranks the items of the kinds for which `is_cut` says that the template can leave them out one by one. Those of
    /// other kinds are held.
    ///
    /// `on_page` of a record goes before its rank. Issues of priority 1 are held, except in a brief of the kind
    /// `monitor`, where what is late or broken comes first. On a page with the section `meeting`, people rank above the
    /// issues that are not held; on a page with the section `stances` and no `positions`, the words of positions rank
    /// lowest.
    #[must_use]
    pub fn of(brief: &'b Brief, is_cut: impl Fn(ItemKind) -> bool) -> Self {
        let mut all = Self { brief: Some(brief), ..Self::default() };
        let mut ranked: Vec<(i64, Item<'b>)> = Vec::new();
        let page = RankedPage {
            is_meeting: is_cut(ItemKind::Person),
            is_monitor: brief.kind == Some(BriefKind::Monitor),
            // Of the two sections with words only `positions` has proposals.
            has_words_last: is_cut(ItemKind::Text) && !is_cut(ItemKind::Proposal),
        };
        for (item, on_page, rank) in items(brief, page) {
            match on_page {
                Some(false) => all.never.push(item),
                None if is_cut(item.kind()) && rank < HELD => ranked.push((rank, item)),
                _ => all.held.push(item),
            }
        }
        // Items of one rank are in the order of the page and of the file.
        ranked.sort_by_key(|(rank, _)| Reverse(*rank));
        all.ranked = ranked.into_iter().map(|(_, item)| item).collect();
        all
    }

    /// Forgets the items that a page with all of the brief does not print.
    pub fn keep_printed(&mut self, is_printed: impl Fn(&Item<'b>) -> bool) {
        self.ranked.retain(&is_printed);
        self.held.retain(&is_printed);
    }

    /// The items that a page never has.
    #[must_use]
    pub fn never(&self) -> &[Item<'b>] {
        &self.never
    }

    /// What is not on a page that has so many of the ranked items.
    #[must_use]
    pub fn cut(&self, kept: usize) -> Cut<'b> {
        self.cut_with(kept, None)
    }

    /// What is not on a page that has so many of the ranked items, and lacks another one.
    #[must_use]
    pub fn cut_with(&self, kept: usize, another: Option<Item<'b>>) -> Cut<'b> {
        let given_up = self.ranked.iter().skip(kept).copied();
        let hidden: HashSet<Item<'b>> = self.never.iter().copied().chain(given_up).chain(another).collect();
        let mut cut = Cut { hidden, counts: BTreeMap::new(), period: None };
        let Some(brief) = self.brief else { return cut };
        // What is left to the dossier was never meant for the page.
        for item in self.held.iter().chain(&self.ranked) {
            // What belongs to a record goes with it.
            let record = match item {
                Item::Text(id, _) | Item::Question(id) => Some(Item::Issue(id)),
                Item::WouldChange(id) => Some(Item::Judgement(id)),
                Item::PushBack(id) => Some(Item::Ask(id)),
                _ => None,
            };
            if record.is_some_and(|record| cut.hides(record)) {
                continue;
            }
            // A text and its short form are one thing, of which the page has one, the other, or neither.
            if item.kind() == ItemKind::Short {
                continue;
            }
            let hidden = cut.hides(*item);
            let is_short = hidden && cut.has_short_form(brief, *item);
            let (left_out, all) = cut.counts.entry(item.kind()).or_default();
            *left_out += usize::from(hidden && !is_short);
            *all += 1;
            if is_short {
                let (left_out, all) = cut.counts.entry(ItemKind::Short).or_default();
                *left_out += 1;
                *all += 1;
            }
        }
        let given_up = self.ranked.iter().skip(kept).filter_map(|item| match item {
            Item::Development(id) => brief.developments.get(*id),
            _ => None,
        });
        let dates: Vec<PartialDate> = given_up.map(|development| development.date).collect();
        cut.period = dates.iter().min().copied().zip(dates.iter().max().copied());
        cut
    }
}

/// What is not on a page.
#[derive(Debug, Clone, Default)]
pub struct Cut<'b> {
    hidden: HashSet<Item<'b>>,
    /// By kind, how many items are left out for lack of space, and how many the page could have.
    counts: BTreeMap<ItemKind, (usize, usize)>,
    /// The first and the last date of the developments that are left out for lack of space.
    pub period: Option<(PartialDate, PartialDate)>,
}

impl Cut<'_> {
    /// Whether an item is left out.
    #[must_use]
    pub fn hides(&self, item: Item<'_>) -> bool {
        !self.hidden.is_empty() && self.hidden.contains(&item)
    }

    /// Whether the page has the short form of a text of a position.
    fn has_short_form(&self, brief: &Brief, item: Item<'_>) -> bool {
        let Item::Text(issue, party) = item else { return false };
        let position = brief.positions.get(issue).and_then(|all| all.get(party));
        position.is_some_and(|it| it.short_form().is_some()) && !self.hides(Item::Short(issue, party))
    }

    /// Of how many items of a kind some are left out for lack of space: how many are, and how many the page could have.
    /// `None` when all of those are there. Of the texts of positions, those are left out in whose place nothing is; of
    /// the short forms, those are counted that are in the place of a text.
    #[must_use]
    pub fn count(&self, kind: ItemKind) -> Option<(usize, usize)> {
        self.counts.get(&kind).copied().filter(|(left_out, _)| *left_out > 0)
    }
}

/// Every item of a brief in the order of the page, with what the brief says of its place on a page, and its rank.
fn items(brief: &Brief, page: RankedPage) -> Vec<(Item<'_>, Option<bool>, i64)> {
    let mut all = Vec::new();
    let [issue_rank, question_rank, proposal_rank] = [page.issues(), page.questions(), page.proposals()];
    let priority = |issue: &Id| {
        let priority = brief.issues.get(issue).and_then(|issue| issue.priority).unwrap_or(USUAL);
        priority.clamp(1, LOWEST) as usize
    };
    for (id, issue) in &brief.issues {
        let positions = || brief.positions.get(id).into_iter().flatten();
        // What is held of an issue holds the issue.
        let held = positions().any(|(_, position)| position.on_page == Some(true));
        let on_page = if issue.on_page.is_none() && held { Some(true) } else { issue.on_page };
        all.push((Item::Issue(id), on_page, issue_rank[priority(id) - 1]));
        if issue.question.is_some() && issue.status.is_open() && positions().next().is_some() {
            all.push((Item::Question(id), None, question_rank[priority(id) - 1]));
        }
        for (party, position) in positions() {
            let [short_rank, text_rank] = page.words(position);
            all.push((Item::Text(id, party), position.on_page, text_rank[priority(id) - 1]));
            // Where the text always is, nothing is in its place.
            if position.short_form().is_some() && position.on_page != Some(true) {
                all.push((Item::Short(id, party), position.on_page, short_rank[priority(id) - 1]));
            }
        }
    }
    for (id, proposal) in &brief.proposals {
        // Without its text nobody knows what a proposal without a name is, nor what a position is on.
        let rank = if proposal.is_named() { proposal_rank[priority(&proposal.issue) - 1] } else { HELD };
        all.push((Item::Proposal(id), proposal.on_page, rank));
    }
    for (id, point) in brief.outcome.iter().flat_map(|outcome| &outcome.points) {
        let rank = match point.result {
            PointResult::Agreed => 750,
            PointResult::NotAgreed => 730,
            PointResult::Deferred => 650,
        };
        all.push((Item::Point(id), point.on_page, rank));
    }
    for (id, claim) in &brief.claims {
        let about = claim.about.iter().map(priority).min().unwrap_or(LOWEST as usize);
        all.push((Item::Claim(id), claim.on_page, CLAIM[about - 1]));
    }
    for (id, commitment) in &brief.commitments {
        all.push((Item::Commitment(id), commitment.on_page, rank_of_commitment(brief, commitment)));
    }
    judgements(brief, page, &mut all);
    let days = |date: PartialDate| (brief.as_of - date.start()).whole_days();
    for (id, development) in &brief.developments {
        all.push((Item::Development(id), development.on_page, aging(page.news(), days(development.date))));
    }
    for (id, step) in &brief.next_steps {
        // What is past is no longer news; what has no date may be near. What is due within days ranks above the words
        // on all but the first issues: it is what the reader has to do.
        let rank = match step.date {
            Some(_) if step.is_past(brief.as_of) => 300,
            Some(date) => aging(page.steps(), -days(date)),
            None => 640,
        };
        all.push((Item::NextStep(id), step.on_page, rank));
    }
    for (id, figure) in &brief.figures {
        // It takes the room of many words: it goes before what is said of its issue, after what is said of others.
        let rank =
            figure.issue.as_ref().map_or(FIGURE, |issue| FIGURE + 10 * (i64::from(LOWEST) - priority(issue) as i64));
        all.push((Item::Figure(id), figure.on_page, rank));
    }
    mandate(brief, &mut all);
    meeting(brief, page, &mut all);
    decision(brief, &mut all);
    if brief.background.is_some() {
        all.push((Item::Background, None, if page.is_meeting { MET_BACKGROUND } else { HELD }));
    }
    for (id, source) in brief.sources.iter().filter(|(_, source)| source.title.is_some()) {
        // A treaty or a letter is known by its title; of a newspaper, its name and the day are enough to find it.
        let rank = if source.kind == Some(SourceKind::Document) { HELD } else { TITLE };
        all.push((Item::Title(id), None, rank));
    }
    all
}

/// Judgements, and what would change them, which is left out before everything but the titles of sources.
fn judgements<'b>(brief: &'b Brief, page: RankedPage, all: &mut Vec<(Item<'b>, Option<bool>, i64)>) {
    for (id, judgement) in &brief.judgements {
        // What has come out is no longer a judgement of what is to come.
        let rank = if judgement.resolved.is_some() { 480 } else { page.judgements() };
        all.push((Item::Judgement(id), judgement.on_page, rank));
        if !judgement.would_change.is_empty() && judgement.on_page != Some(false) {
            all.push((Item::WouldChange(id), judgement.on_page, WOULD_CHANGE));
        }
    }
}

/// What our side wants, and what it says for it. An aim ranks as its issue does.
fn mandate<'b>(brief: &'b Brief, all: &mut Vec<(Item<'b>, Option<bool>, i64)>) {
    for (issue, aim) in &brief.aims {
        let priority = brief.priority_of_aim(issue, aim).unwrap_or(USUAL).clamp(1, LOWEST) as usize;
        all.push((Item::Aim(issue), aim.on_page, ISSUE[priority - 1]));
    }
    for (id, argument) in &brief.arguments {
        let rank = match argument.used() {
            ArgumentUse::Make => 850,
            ArgumentUse::IfRaised => 700,
            ArgumentUse::Tactical => 640,
        };
        all.push((Item::Argument(id), argument.on_page, rank));
    }
}

/// The rank of a commitment. In a brief of the kind `monitor`, what is late or broken ranks highest and what is done
/// lowest. In others, what is or was due within days ranks just below the texts on issues of priority 3.
fn rank_of_commitment(brief: &Brief, commitment: &Commitment) -> i64 {
    if brief.kind != Some(BriefKind::Monitor) {
        let is_open = commitment.status.is_none_or(CommitmentStatus::is_open);
        let due = commitment.due.filter(|_| is_open).map(|due| (due.start() - brief.as_of).whole_days().abs());
        return due.map_or(640, |days| aging(755, days).max(640));
    }
    match commitment.status {
        _ if commitment.is_overdue(brief.as_of) => 940,
        Some(CommitmentStatus::Breached) => 930,
        Some(CommitmentStatus::Missed) => 900,
        Some(CommitmentStatus::Met) => 560,
        Some(CommitmentStatus::Overtaken) => 520,
        None | Some(CommitmentStatus::Pending | CommitmentStatus::Begun | CommitmentStatus::Partial) => {
            commitment.due.map_or(640, |due| aging(860, (due.start() - brief.as_of).whole_days()).max(600))
        }
    }
}

/// What prepares a meeting: what is to be said and what not, earlier meetings, whom the reader meets, the agenda, and
/// what the others will raise.
fn meeting<'b>(brief: &'b Brief, page: RankedPage, all: &mut Vec<(Item<'b>, Option<bool>, i64)>) {
    for (id, point) in &brief.talking_points {
        all.push((Item::TalkingPoint(id), point.on_page, page.talking_points(point.kind)));
    }
    for (id, meeting) in &brief.meetings {
        // What is to come is on the page; what was held ages like a development.
        let days = (brief.as_of - meeting.date.start()).whole_days();
        let rank = if meeting.is_coming(brief.as_of) { HELD } else { aging(760, days) };
        all.push((Item::Meeting(id), meeting.on_page, rank));
    }
    for (id, person) in &brief.people {
        all.push((Item::Person(id), person.on_page, page.people()));
    }
    for (id, item) in &brief.agenda {
        all.push((Item::AgendaItem(id), item.on_page, page.agenda()));
    }
    for (id, ask) in &brief.asks {
        all.push((Item::Ask(id), ask.on_page, page.asks()));
        if ask.push_back.is_some() && ask.on_page != Some(false) {
            all.push((Item::PushBack(id), ask.on_page, 836));
        }
    }
}

/// What a brief has that asks for a decision. The question itself is always on the page.
fn decision<'b>(brief: &'b Brief, all: &mut Vec<(Item<'b>, Option<bool>, i64)>) {
    for (id, recommendation) in &brief.recommendations {
        all.push((Item::Recommendation(id), recommendation.on_page, HELD));
    }
    for (id, option) in &brief.options {
        // What is advised against may go.
        let rank = match option.status {
            Some(OptionStatus::Recommended) => HELD,
            Some(OptionStatus::Open) | None => 940,
            Some(OptionStatus::Rejected) => 740,
        };
        all.push((Item::Option(id), option.on_page, rank));
    }
    for (id, clearance) in &brief.clearances {
        // Who objects, or has not answered, is news.
        let rank = match clearance.result {
            Some(ClearanceResult::Objected) => HELD,
            Some(ClearanceResult::Pending) | None => 880,
            Some(ClearanceResult::Cleared | ClearanceResult::ClearedWithComments) => 680,
        };
        all.push((Item::Clearance(id), clearance.on_page, rank));
    }
}

#[cfg(test)]
mod tests;
