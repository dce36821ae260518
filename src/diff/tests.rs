use super::*;
use crate::growth;
use crate::parse::parse;
use crate::record::records;
use crate::source::Sources;

fn read(text: &str) -> Records {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    records(&parse(&sources, file).0)
}

fn claims(numbers: impl Iterator<Item = usize>, text: &str) -> String {
    numbers.map(|nth| format!("[claims.c-{nth}]\ntext = \"{text} {nth}.\"\n")).collect()
}

#[test]
fn a_removed_record_is_listed_where_it_was() {
    let commitment = "[commitments.z]\ntext = \"Z.\"\n";
    let old = read(&format!("[parties.p]\nname = \"P\"\n{}{commitment}", claims(0..7, "Old")));
    let kept = claims([2].into_iter(), "Old") + &claims([4].into_iter(), "New");
    let new = read(&format!("{kept}[claims.n]\ntext = \"N.\"\n{commitment}[next_steps.s]\ntext = \"S.\"\n"));
    let paths: Vec<String> = diff(&old, &new).changes.into_iter().map(|it| it.path).collect();
    let claims = ["c-4", "c-5", "c-6", "n", "c-0", "c-1", "c-3"].map(|id| format!("claims.{id}"));
    assert_eq!(paths, [&["parties.p".to_owned()][..], &claims, &["next_steps.s".to_owned()]].concat());
}

#[test]
fn many_removed_records_are_listed_in_linear_time() {
    // All of them are removed, every second one, or all while as many new ones are added.
    for (step, new) in [(usize::MAX, ""), (2, ""), (usize::MAX, "c-c")] {
        assert!(growth::is_linear(300, |count| {
            let kept = claims((0..count).filter(|nth| step != usize::MAX && nth % step == 0), "Old");
            let come = claims(0..if new.is_empty() { 0 } else { count }, "New").replace("c-", new);
            let (old, new) = (read(&claims(0..count, "Old")), read(&format!("{kept}{come}")));
            assert!(diff(&old, &new).changes.len() >= count / 2);
        }));
    }
}
