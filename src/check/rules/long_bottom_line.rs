//! A bottom line that is too long to be a line.

use super::subject::words;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

/// The most words.
const MOST_WORDS: usize = 80;
/// The most characters: four lines of the page. The template `one-page` sets about 100 of them in a line.
const MOST_CHARACTERS: usize = 4 * 100;

rule! {
    "long-bottom-line" Warning Values
    "The bottom line has more than 80 words or fills more than four printed lines."
    "It is all that the reader knows if they read nothing else (BLUF, “bottom line up front”: US Army AR 25-50). Keep what changes their decision, and move the rest to `background` or `assessment`."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = """
The filling schedule is the last open question, as it has been since the first round, when the two delegations met for three days.
Upstream wants five years, which its engineers say is the least that the turbines need, and has said so in each of the rounds since then.
Downstream wants seven years, or five with releases in a dry year, and has tied this to the drought clause that was settled in spring.
The two ministers have met four times and will meet again in June, when the committee of experts hands over its second report [@ministry]."""
"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The filling schedule is the last open question: Upstream wants five years, Downstream seven [@ministry].""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.bottom_line") else { return };
    let count = words(&text.plain).count();
    // As the page has it, without the marks of the sources, and without the space before a mark that ends a sentence.
    let shown = subject.brief.bottom_line.plain();
    let is_stop = |word: &str| matches!(word, "." | "," | ";" | ":" | "!" | "?");
    let width = |word: &str| word.chars().count() + usize::from(!is_stop(word));
    let characters = shown.split_whitespace().map(width).sum::<usize>().saturating_sub(1);
    let said = if count > MOST_WORDS {
        format!("the bottom line has {count} words, and should have at most {MOST_WORDS}")
    } else if characters > MOST_CHARACTERS {
        format!(
            "the bottom line has {characters} characters, and should have at most {MOST_CHARACTERS}: four printed lines"
        )
    } else {
        return;
    };
    out.push(
        Diagnostic::new(RULE.code, said)
            .at(subject.place("brief.bottom_line"))
            .help("keep what changes the reader's decision; move the rest to `background` or `assessment`"),
    );
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn eighty_short_words_are_enough_and_no_more() {
        let head = |line: &str| format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"");
        finds(&RULE, 0, &head(&"on ".repeat(80)));
        finds(&RULE, 1, &head(&"on ".repeat(81)));
        finds(&RULE, 1, &head(&"reconsideration ".repeat(30)));
        // 400 characters, and what is not printed.
        let line = format!("{}abc.", "reconsideration ".repeat(25).trim_end().get(..396).unwrap());
        finds(&RULE, 0, &head(&line.replace("abc.", "abc [@ministry].")));
        finds(&RULE, 0, &head(&format!("Talk on [here](https://example.org/{}).", "a".repeat(600))));
    }
}
