use super::*;
use crate::source::Sources;
use crate::{check, parse};

fn brief(more: &str) -> Brief {
    let text = format!("{}\n{more}", std::fs::read_to_string("briefs/donbas.toml").unwrap());
    let mut sources = Sources::default();
    let file = sources.add("a.toml", text);
    let (document, _) = parse::parse(&sources, file);
    let (brief, diagnostics) = check::check(&document, &sources);
    brief.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn order(brief: &Brief) -> Vec<String> {
    Ranking::of(brief, |_| true).ranked.iter().map(Item::path).collect()
}

#[test]
fn another_record_changes_the_order_of_none() {
    let before = order(&brief(""));
    let more = "[developments.new]\ndate = 2025-12-26\ntext = \"Something new.\"\nsources = [\"kommersant\"]\n\
                [claims.new]\ntext = \"It is so.\"\nsaid_by = \"russia\"\nsources = [\"kommersant\"]\n";
    let mut after = order(&brief(more));
    assert!(after.len() == before.len() + 2);
    after.retain(|path| path.rsplit('.').next() != Some("new"));
    assert_eq!(after, before);
}

#[test]
fn what_the_brief_says_of_its_place_comes_first() {
    let more = "[developments.held]\ndate = 2024-01-01\ntext = \"Old.\"\non_page = true\nsources = [\"kommersant\"]\n\
                [developments.never]\ndate = 2025-12-26\ntext = \"New.\"\non_page = false\nsources = [\"kommersant\"]\n";
    let brief = brief(more);
    let ranking = Ranking::of(&brief, |_| true);
    let paths = |items: &[Item<'_>]| items.iter().map(Item::path).collect::<Vec<_>>();
    assert!(paths(&ranking.held).contains(&"developments.held".to_owned()));
    let all = ranking.cut(ranking.ranked.len());
    let count = brief.developments.len();
    assert_eq!(all.count(ItemKind::Development), None);
    let never = Id::new("never").unwrap();
    assert!(all.hides(Item::Development(&never)));
    let none = ranking.cut(0);
    // One is held, and one was never meant for the page.
    assert_eq!(none.count(ItemKind::Development), Some((count - 2, count - 1)));
    assert!(none.hides(ranking.ranked[0]) && !none.hides(ranking.held[0]));
}

#[test]
fn a_meeting_has_its_people_and_what_not_to_say_before_the_other_issues() {
    let meeting = "[people.someone]\nname = \"Someone\"\n[asks.first]\nparty = \"russia\"\ntext = \"Why?\"\nresponse = \"So.\"\n\
                   [talking_points.never]\nkind = \"avoid\"\ntext = \"Not this.\"\n\
                   [issues.second]\ntitle = \"Second\"\nstatus = \"contested\"\npriority = 2\n\
                   [positions.second.russia]\nstance = \"demands\"\ntext = \"It.\"\nsources = [\"kommersant\"]\n";
    let brief = brief(meeting);
    let places = |has_people: bool| {
        let ranking = Ranking::of(&brief, |kind| has_people || kind != ItemKind::Person);
        let place = |path: &str| ranking.ranked.iter().position(|it| it.path() == path);
        ["people.someone", "asks.first", "talking_points.never", "issues.second"].map(place)
    };
    assert!(places(true).is_sorted() && places(true)[0].is_some(), "{:?}", places(true));
    let [person, _, never, issue] = places(false);
    assert!(person.is_none() && issue < never);
}

#[test]
fn where_stances_count_words_on_them_go_first() {
    let brief = brief("");
    let kinds = |cut: fn(ItemKind) -> bool| Ranking::of(&brief, cut).ranked.iter().map(Item::kind).collect::<Vec<_>>();
    assert_eq!(kinds(|kind| kind != ItemKind::Proposal).last(), Some(&ItemKind::Text));
    assert_eq!(kinds(|_| true).last(), Some(&ItemKind::Title));
}

#[test]
fn where_stances_count_all_short_forms_rank_above_all_texts() {
    let issue = |id: &str, priority: u32| {
        format!(
            "[issues.{id}]\ntitle = \"{id}\"\nstatus = \"contested\"\npriority = {priority}\n[positions.{id}.russia]\n\
             stance = \"demands\"\ntext = \"The words of the text.\"\nshort = \"Short\"\nsources = [\"kommersant\"]\n"
        )
    };
    let brief = brief(&(issue("first", 1) + &issue("last", 6)));
    let ranking = Ranking::of(&brief, |kind| kind != ItemKind::Proposal);
    let words = |item: &Item<'_>| matches!(item.kind(), ItemKind::Short | ItemKind::Text);
    let kinds: Vec<_> = ranking.ranked.iter().filter(|item| words(item)).map(Item::kind).collect();
    assert!(kinds.is_sorted_by_key(|kind| *kind == ItemKind::Text), "{kinds:?}");
    assert_eq!(kinds.iter().filter(|kind| **kind == ItemKind::Short).count(), 2);
}

#[test]
fn a_proposal_without_a_name_is_held() {
    let proposal = |id: &str, name: &str| {
        format!("[proposals.{id}]\nissue = \"donbas\"\n{name}text = \"So be it.\"\nsources = [\"kommersant\"]\n")
    };
    let brief = brief(&(proposal("unnamed", "") + &proposal("named", "title = \"The draft\"\n")));
    let ranking = Ranking::of(&brief, |_| true);
    let has = |items: &[Item<'_>], path: &str| items.iter().any(|it| it.path() == path);
    assert!(has(&ranking.held, "proposals.unnamed"), "{:?}", ranking.held);
    assert!(has(&ranking.ranked, "proposals.named"), "{:?}", ranking.ranked);
}

#[test]
fn what_a_template_cannot_leave_out_is_held() {
    let brief = brief("");
    let ranking = Ranking::of(&brief, |kind| kind == ItemKind::Claim);
    assert!(ranking.ranked.iter().all(|item| item.kind() == ItemKind::Claim) && !ranking.ranked.is_empty());
    assert_eq!(ranking.cut(0).count(ItemKind::Development), None);
}

#[test]
fn a_short_form_ranks_above_its_text_and_is_counted_in_its_place() {
    let [north, south] = [("north", "Short"), ("south", "The words of the text.")].map(|(party, short)| {
        format!(
            "[parties.{party}]\nname = \"{party}\"\nrole = \"observer\"\n[positions.donbas.{party}]\nstance = \"supports\"\n\
             text = \"The words of the text.\"\nshort = \"{short}\"\nsources = [\"kommersant\"]\n"
        )
    });
    let brief = brief(&(north + &south));
    let ranking = Ranking::of(&brief, |_| true);
    let place = |wanted: Item<'_>| ranking.ranked.iter().position(|item| *item == wanted);
    let [issue, north, south] = ["donbas", "north", "south"].map(|id| Id::new(id).unwrap());
    let (short, text) = (place(Item::Short(&issue, &north)).unwrap(), place(Item::Text(&issue, &north)).unwrap());
    assert!(short < text);
    // One that is no shorter makes no room.
    assert_eq!(place(Item::Short(&issue, &south)), None);
    let cut = ranking.cut(text);
    assert_eq!(cut.count(ItemKind::Short), Some((1, 1)));
    assert!(!cut.hides(Item::Short(&issue, &north)) && cut.hides(Item::Text(&issue, &north)));
    let cut = ranking.cut(0);
    // The texts of an issue that is held; those of the others go with it.
    assert_eq!((cut.count(ItemKind::Short), cut.count(ItemKind::Text)), (None, Some((3, 3))));
    // What the brief holds has its text.
    let held = brief_with_short_form("on_page = true");
    assert!(Ranking::of(&held, |_| true).ranked.iter().all(|item| item.kind() != ItemKind::Short));
    let never = brief_with_short_form("on_page = false");
    assert!(Ranking::of(&never, |_| true).cut(1_000).hides(Item::Short(&issue, &north)));
}

fn brief_with_short_form(field: &str) -> Brief {
    brief(&format!(
        "[parties.north]\nname = \"North\"\nrole = \"observer\"\n[positions.donbas.north]\nstance = \"supports\"\n\
         text = \"The words of the text.\"\nshort = \"Short\"\nsources = [\"kommersant\"]\n{field}\n"
    ))
}

#[test]
fn titles_of_sources_go_first_and_those_of_documents_stay() {
    let source = |id: &str, kind: &str| {
        format!("[sources.{id}]\npublisher = \"P\"\ntitle = \"T\"\ndate = 2025-12-01\nkind = \"{kind}\"\n")
    };
    let brief = brief(&(source("treaty", "document") + &source("paper", "newspaper")));
    let ranking = Ranking::of(&brief, |_| true);
    assert!(ranking.held.iter().any(|item| item.path() == "sources.treaty"));
    let first = ranking.ranked.iter().position(|item| item.kind() == ItemKind::Title).unwrap();
    assert!(ranking.ranked[first..].iter().all(|item| item.kind() == ItemKind::Title), "{:?}", ranking.ranked);
    assert!(ranking.ranked.iter().any(|item| item.path() == "sources.paper"));
}

/// What must not be said ranks above the words on issues of the second rank; what is due these days comes after those
/// on issues of the usual weight.
#[test]
fn what_not_to_say_and_what_is_due_these_days_rank_high() {
    let commitment = |id: &str, fields: &str| {
        format!("[commitments.{id}]\nby = \"russia\"\ntext = \"Leaves.\"\n{fields}\nsources = [\"kommersant\"]\n")
    };
    let issue = |priority: u32| {
        format!(
            "[issues.of-{priority}]\ntitle = \"L{priority}\"\nstatus = \"contested\"\npriority = {priority}\n\
             [positions.of-{priority}.russia]\nstance = \"demands\"\ntext = \"All.\"\nsources = [\"kommersant\"]\n"
        )
    };
    let more = [
        commitment("today", "due = 2025-12-26"),
        commitment("late", "due = 2025-12-20\nstatus = \"begun\""),
        commitment("later", "due = 2026-11-01"),
        commitment("met", "due = 2025-12-26\nstatus = \"met\""),
        commitment("open", ""),
        "[talking_points.never]\nkind = \"avoid\"\ntext = \"Not this.\"\n".to_owned(),
        issue(2),
        issue(3),
    ];
    let brief = brief(&more.concat());
    let order = order(&brief);
    let place = |path: &str| order.iter().rposition(|it| it == path).unwrap_or_else(|| panic!("{path}: {order:?}"));
    let of = [place("positions.of-2.russia"), place("positions.of-3.russia")];
    assert!(place("talking_points.never") < of[0]);
    let [today, late] = [place("commitments.today"), place("commitments.late")];
    assert!(of[1] < today && today < late, "{order:?}");
    assert!(["commitments.later", "commitments.met", "commitments.open"].iter().all(|path| place(path) > late));
}

/// A principal who goes into a room has there whom they meet, what to say, what the others ask with our answer, what
/// not to say and the agenda, then what is due that day and where the parties stand, and then all else.
#[test]
fn a_meeting_has_what_is_said_in_the_room_before_the_rest() {
    let meeting = "[people.someone]\nname = \"Someone\"\n[talking_points.say]\nkind = \"make\"\ntext = \"This.\"\n\
                   [asks.first]\nparty = \"russia\"\ntext = \"Why?\"\nresponse = \"So.\"\npush_back = \"No.\"\n\
                   [talking_points.never]\nkind = \"avoid\"\ntext = \"Not this.\"\n[agenda.one]\ntitle = \"One\"\n\
                   [judgements.soon]\ntext = \"It ends.\"\nlikelihood = \"likely\"\nwould_change = [\"War.\"]\n\
                   [developments.today]\ndate = 2025-12-26\ntext = \"New.\"\nsources = [\"kommersant\"]\n\
                   [next_steps.today]\ndate = 2025-12-26\ntext = \"Go.\"\n\
                   [claims.new]\ntext = \"It is so.\"\nsources = [\"kommersant\"]\n";
    let brief = brief(meeting);
    let ranking = Ranking::of(&brief, |_| true);
    let ids = ["someone", "say", "first", "never", "one", "soon", "donbas", "russia", "today", "new"];
    let [someone, say, first, never, one, soon, donbas, russia, today, new] = ids.map(|id| Id::new(id).unwrap());
    let order = [
        Item::Person(&someone),
        Item::TalkingPoint(&say),
        Item::Ask(&first),
        Item::TalkingPoint(&never),
        Item::AgendaItem(&one),
        Item::Judgement(&soon),
        Item::NextStep(&today),
        Item::Text(&donbas, &russia),
        Item::PushBack(&first),
        Item::Background,
        Item::Development(&today),
        Item::Claim(&new),
        Item::WouldChange(&soon),
    ];
    let places =
        order.map(|item| ranking.ranked.iter().position(|it| *it == item).unwrap_or_else(|| panic!("{item:?}")));
    assert!(places.is_sorted(), "{places:?}: {:?}", ranking.ranked);
    // What goes with a record is not counted without it.
    let cut = ranking.cut(places[0]);
    assert_eq!([ItemKind::PushBack, ItemKind::WouldChange].map(|kind| cut.count(kind)), [None, None]);
    assert_eq!(ranking.cut(places[7]).count(ItemKind::PushBack), Some((1, 1)));
    // On other pages the background stays.
    let other = Ranking::of(&brief, |kind| kind != ItemKind::Person);
    assert!(other.held.contains(&Item::Background));
}

/// Where an agreement is not carried out comes first, then where the parties stand on the first issue and what comes
/// next; the words on it come about where commitments are that are met.
#[test]
fn a_monitoring_report_has_where_the_parties_stand_before_what_is_far_away_or_met() {
    let commitment = |id: &str, fields: &str| {
        format!("[commitments.{id}]\nby = \"russia\"\ntext = \"Leaves.\"\n{fields}\nsources = [\"kommersant\"]\n")
    };
    let second = "[issues.second]\ntitle = \"Second\"\nstatus = \"contested\"\npriority = 2\nquestion = \"Who?\"\n\
                  [positions.second.russia]\nstance = \"demands\"\ntext = \"It.\"\nsources = [\"kommersant\"]\n\
                  [next_steps.soon]\ndate = 2026-01-10\ntext = \"Go.\"\n";
    let more = [
        commitment("late", "due = 2025-12-20\nstatus = \"begun\""),
        commitment("breached", "status = \"breached\""),
        commitment("missed", "due = 2025-12-20\nstatus = \"missed\""),
        commitment("soon", "due = 2026-01-10\nstatus = \"pending\""),
        commitment("far", "due = 2026-11-01\nstatus = \"pending\""),
        commitment("met", "status = \"met\""),
        second.to_owned(),
    ];
    let mut brief = brief(&more.concat());
    brief.kind = Some(BriefKind::Monitor);
    let ranking = Ranking::of(&brief, |kind| kind != ItemKind::Person);
    let order: Vec<String> = ranking.ranked.iter().map(Item::path).collect();
    let place = |path: &str| order.iter().position(|it| it == path).unwrap_or_else(|| panic!("{path}: {order:?}"));
    let expected = [
        "commitments.late",
        "commitments.breached",
        "commitments.missed",
        "issues.donbas",
        "next_steps.soon",
        "commitments.soon",
        "issues.second",
        "commitments.far",
        "positions.donbas.russia",
        "commitments.met",
        "positions.second.russia",
    ];
    assert!(expected.map(place).is_sorted(), "{order:?}");
    // The question of an issue, after its row.
    assert!(
        order.iter().rposition(|it| it == "issues.second").unwrap() > place("positions.second.russia"),
        "{order:?}"
    );
}
