//! The brief of the tests, and what makes its records.

use super::*;

pub(super) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(super) fn prose(text: &str) -> Prose {
    Prose { paragraphs: text.split("\n\n").map(|text| vec![ProseInline::Text(text.to_owned())].into()).collect() }
}

pub(super) fn date(day: u8) -> Date {
    Date::from_calendar_date(2025, time::Month::December, day).unwrap()
}

pub(super) fn records<T>(records: Vec<(&str, T)>) -> ById<T> {
    records.into_iter().map(|(name, record)| (id(name), record)).collect()
}

pub(super) fn party(name: &str, role: Role) -> Party {
    Party {
        marks: HandlingMarks::default(),
        name: name.to_owned(),
        short: None,
        role,
        kind: None,
        representatives: Vec::new(),
        interests: Vec::new(),
        red_lines: Vec::new(),
        alternatives: None,
        members: Vec::new(),
        speaks_for: Vec::new(),
    }
}

pub(super) fn source(publisher: &str, url: Option<&str>) -> Source {
    Source {
        marks: HandlingMarks::default(),
        publisher: publisher.to_owned(),
        date: date(1).into(),
        circa: false,
        kind: None,
        title: None,
        url: url.map(str::to_owned),
        language: None,
        reliability: None,
        relays: None,
        accessed: None,
    }
}

/// A brief with one of everything that the built-in templates print, and names that would be Markdown.
pub(super) fn brief() -> Brief {
    let attribution = Attribution { sources: vec![id("a")], ..Attribution::default() };
    let position = Position {
        marks: HandlingMarks::default(),
        stance: Stance::Demands,
        text: prose("All of it | and more. <b>Now</b>."),
        short: None,
        on: Some(id("d")),
        as_of: None,
        red_line: true,
        conditions: Vec::new(),
        basis: None,
        attribution: attribution.clone(),
        on_page: None,
    };
    let issue = |status, priority| Issue {
        marks: HandlingMarks::default(),
        title: prose("Land_1_"),
        status,
        question: Some(prose("Whose?")),
        summary: None,
        category: None,
        priority: Some(priority),
        linked: Vec::new(),
        options: Vec::new(),
        between: Vec::new(),
        on_page: None,
    };
    let proposal = Proposal {
        issue: id("first"),
        text: prose("Half | half."),
        title: None,
        by: vec![id("y")],
        date: Some(date(3).into()),
        circa: false,
        meeting: None,
        on_page: None,
        attribution: attribution.clone(),
        marks: HandlingMarks::default(),
    };
    let variant = |words: &str, by: &str, compromise| Variant {
        words: words.to_owned(),
        by: vec![id(by)],
        support: Vec::new(),
        oppose: vec![id("z")],
        reserve: Vec::new(),
        compromise,
        attribution: attribution.clone(),
        marks: HandlingMarks::default(),
    };
    let text = DraftText {
        title: prose("Goal | one"),
        reference: Some("Art. *1*".to_owned()),
        issue: Some(id("first")),
        base: Some("They [shall](Y) go.".to_owned()),
        status: None,
        attribution: Attribution::default(),
        marks: HandlingMarks::default(),
        variants: records(vec![
            ("x", variant("They should | go now.", "x", false)),
            ("joint", variant("They *will* go.", "y", true)),
        ]),
    };
    let point = OutcomePoint {
        marks: HandlingMarks::default(),
        result: PointResult::Agreed,
        text: prose("# one"),
        issue: None,
        meeting: None,
        attribution: attribution.clone(),
        on_page: None,
    };
    let development = |day, text| Development {
        marks: HandlingMarks::default(),
        date: date(day).into(),
        circa: false,
        text: prose(text),
        affects: Vec::new(),
        trend: Some(Trend::Improved),
        meeting: None,
        attribution: attribution.clone(),
        on_page: None,
    };
    let step = |day: Option<u8>| NextStep {
        marks: HandlingMarks::default(),
        text: prose("They meet."),
        date: day.map(|day| date(day).into()),
        circa: false,
        owner: None,
        on_page: None,
    };
    let meeting = Meeting {
        event: "Round_2_".to_owned(),
        date: date(28).into(),
        circa: false,
        time: Some("10:00".to_owned()),
        place: Some("A | B".to_owned()),
        participants: vec![id("u")],
        order: vec![id("u")],
        interpreter: None,
        press: Some(prose("<None>")),
        result: None,
        summary: None,
        instrument: None,
        on_page: None,
        attribution: Attribution::default(),
        marks: HandlingMarks::default(),
    };
    let person = Person {
        name: "A_b_".to_owned(),
        also: Vec::new(),
        title: Some("Minister | Water".to_owned()),
        party: Some(id("x")),
        pronunciation: Some("ah-B".to_owned()),
        biography: None,
        languages: vec!["French".to_owned()],
        last_met: Some(date(1).into()),
        note: Some(prose("*Brief*")),
        on_page: None,
        marks: HandlingMarks::default(),
    };
    let item = AgendaItem {
        title: prose("1. Land"),
        lead: Some(id("u")),
        minutes: Some(20),
        issue: None,
        on_page: None,
        marks: HandlingMarks::default(),
    };
    let ask = Ask {
        party: id("y"),
        text: prose("Who | pays?"),
        response: prose("<You>."),
        push_back: None,
        issue: None,
        on_page: None,
        marks: HandlingMarks::default(),
    };
    let option = DecisionOption {
        title: prose("| Go"),
        text: None,
        issue: Some(id("first")),
        pros: vec![prose("Quick."), prose("*Cheap*")],
        cons: Vec::new(),
        cost: Some(prose("5 | 6")),
        risk: None,
        consequence: None,
        supported_by: vec![id("x")],
        status: Some(OptionStatus::Recommended),
        on_page: None,
        marks: HandlingMarks::default(),
    };
    let recommendation = Recommendation {
        text: prose("That you go."),
        option: Some(id("o")),
        issue: None,
        choices: vec!["approve".to_owned(), "<wait>".to_owned()],
        by: Some(date(28)),
        why: None,
        recommended_by: Vec::new(),
        opposed_by: vec!["Treasury".to_owned()],
        decision: None,
        decided: None,
        on_page: None,
        marks: HandlingMarks::default(),
    };
    let aim = Aim {
        goal: prose("| All"),
        opening: Some(prose("<More>")),
        fallback: vec![prose("1. Half")],
        walk_away: Some(prose("None")),
        trade_for: vec![id("second")],
        priority: None,
        on_page: None,
        marks: HandlingMarks::default(),
    };
    let argument = Argument {
        text: prose("# Cheap"),
        usage: None,
        raised_by: Some(id("y")),
        response: Some(prose("* No")),
        issue: None,
        on_page: None,
        marks: HandlingMarks::default(),
    };
    let clearance = Clearance {
        office: "Legal | Service".to_owned(),
        person: None,
        date: None,
        result: None,
        on_page: None,
        marks: HandlingMarks::default(),
    };
    Brief {
        marks: std::collections::BTreeMap::new(),
        unmarked: None,
        withheld: std::collections::BTreeSet::new(),
        own_side_only: true,
        title: prose("* Title"),
        as_of: date(26),
        bottom_line: prose("One. Two.\n\nThree."),
        subtitle: None,
        kind: None,
        edition: Some(2),
        status: None,
        handling: Some("TLP:RED".to_owned()),
        own_side: None,
        audience: None,
        authors: Vec::new(),
        cleared_by: Vec::new(),
        language: "en".to_owned(),
        stale_after: None,
        pages: None,
        background: None,
        assessment: None,
        template: None,
        routing: Routing::default(),
        parties: records(vec![
            ("x", party("X & Co", Role::Principal)),
            ("y", party("Y", Role::Principal)),
            ("z", party("Z", Role::Observer)),
        ]),
        issues: records(vec![
            ("done", issue(IssueStatus::Agreed, 1)),
            ("second", issue(IssueStatus::Contested, 2)),
            ("first", issue(IssueStatus::Deadlocked, 1)),
        ]),
        positions: records(vec![("first", records(vec![("x", position)]))]),
        proposals: records(vec![("d", proposal)]),
        claims: records(vec![]),
        outcome: Some(Outcome {
            marks: HandlingMarks::default(),
            event: "Round 1".to_owned(),
            date: date(2).into(),
            circa: false,
            result: OutcomeResult::Communique,
            place: None,
            summary: None,
            instrument: None,
            points: records(vec![("p", point)]),
            attribution: Attribution::default(),
        }),
        commitments: records(vec![]),
        judgements: records(vec![]),
        developments: records(vec![("late", development(20, "Late.")), ("early", development(3, "Early."))]),
        next_steps: records(vec![("some-day", step(None)), ("last", step(Some(9))), ("first", step(Some(2)))]),
        talking_points: records(vec![]),
        aims: records(vec![("first", aim)]),
        arguments: records(vec![("g", argument)]),
        texts: records(vec![("t", text)]),
        meetings: records(vec![("m", meeting)]),
        people: records(vec![("u", person)]),
        agenda: records(vec![("i", item)]),
        asks: records(vec![("q", ask)]),
        options: records(vec![("o", option)]),
        recommendations: records(vec![("r", recommendation)]),
        figures: records(vec![]),
        clearances: records(vec![("c", clearance)]),
        sources: records(vec![("a", source("Paper A", Some("https://a.example/x"))), ("b", source("Paper B", None))]),
    }
}
