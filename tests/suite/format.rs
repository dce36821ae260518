//! The reference of the format.

use briefing::schema;
use briefing::source::Sources;

#[test]
fn the_reference_in_docs_is_that_of_the_schema() {
    super::check::compare("docs/format.md".as_ref(), &schema::reference());
}

#[test]
fn the_example_of_the_reference_is_a_brief_without_faults() {
    let mut sources = Sources::default();
    let file = sources.add("example.toml", schema::EXAMPLE);
    let (document, mut faults) = briefing::parse::parse(&sources, file);
    let (brief, more) = briefing::check::check(&document, &sources);
    faults.extend(more);
    assert!(faults.is_empty(), "{faults:?}");
    assert!(brief.is_some_and(|brief| brief.positions.len() == 1));
}
