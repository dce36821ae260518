//! What is looked up in a brief for each of its records is looked up in linear time.

use super::*;

/// Whether a text of a template takes linear time for a brief with a number of records.
fn is_linear_for(text: &str, brief: impl Fn(usize) -> Brief) -> bool {
    is_linear(1_500, |count| {
        let briefs = brief(count);
        merge_with(&[(MAIN_FILE, text)], &briefs).unwrap();
    })
}

#[test]
fn the_versions_of_as_many_texts_have_their_columns_in_linear_time() {
    let text = "{{#each text_columns}}{{name}}{{/each}}{{#each texts}}{{#each cells}}{{#if variant}}{{#with variant}}\
                {{join by_here field=\"short\"}}{{/with}}{{/if}}{{/each}}{{/each}}";
    let (_, draft) = brief().texts.into_iter().next().unwrap();
    let many_texts = |count: usize| Brief {
        texts: (0..count).map(|at| (id(&format!("t{at}")), draft.clone())).collect(),
        ..brief()
    };
    assert!(is_linear_for(text, many_texts));
    let (_, version) = draft.variants.clone().into_iter().next().unwrap();
    let many_versions = |count: usize| {
        let variants = (0..count).map(|at| (id(&format!("v{at}")), version.clone())).collect();
        Brief { texts: records(vec![("t", DraftText { variants, ..draft.clone() })]), ..brief() }
    };
    assert!(is_linear_for(text, many_versions));
}

#[test]
fn the_proposal_of_each_position_is_found_in_linear_time() {
    let text = "{{#each issues}}{{#each proposals}}{{text}}{{/each}}{{#each positions}}{{#if on}}\
                {{#with on}}{{text}}{{/with}}{{/if}}{{/each}}{{/each}}";
    let base = brief();
    let (issue, proposal) = (&base.issues[&id("first")], &base.proposals[&id("d")]);
    let position = &base.positions[&id("first")][&id("x")];
    let many_issues = |count: usize| {
        let ids: Vec<Id> = (0..count).map(|at| id(&format!("i{at}"))).collect();
        let on = |of: &Id| Position { on: Some(of.clone()), ..position.clone() };
        Brief {
            issues: ids.iter().map(|it| (it.clone(), issue.clone())).collect(),
            positions: ids.iter().map(|it| (it.clone(), records(vec![("x", on(it))]))).collect(),
            proposals: ids.iter().map(|it| (it.clone(), Proposal { issue: it.clone(), ..proposal.clone() })).collect(),
            ..brief()
        }
    };
    assert!(is_linear_for(text, many_issues));
    let many_positions = |count: usize| {
        let by = (0..count).map(|at| (id(&format!("p{at}")), position.clone())).collect();
        Brief { positions: [(id("first"), by)].into_iter().collect(), ..brief() }
    };
    assert!(is_linear_for(text, many_positions));
}

#[test]
fn commitments_of_as_many_parties_are_counted_in_linear_time() {
    let text = "{{#with monitor}}{{late}}{{#each shares}}{{count}}{{/each}}{{#each rows}}{{by.short}}{{total}}{{late}}\
                {{#each counts}}{{this}}{{/each}}{{/each}}{{#each groups}}{{#each commitments}}{{text}}{{/each}}{{/each}}\
                {{/with}}";
    let many = |count: usize| {
        let commitment = |at: usize| Commitment {
            by: vec![id(&format!("p{at}")), id("x")],
            to: Vec::new(),
            text: prose("They pay."),
            reference: None,
            due: None,
            circa: false,
            trigger: None,
            status: None,
            reviewed: None,
            progress: None,
            verifier: None,
            evidence: Vec::new(),
            meeting: None,
            on_page: None,
            attribution: Attribution::default(),
            marks: HandlingMarks::default(),
        };
        Brief { commitments: (0..count).map(|at| (id(&format!("c{at}")), commitment(at))).collect(), ..brief() }
    };
    assert!(is_linear_for(text, many));
}
