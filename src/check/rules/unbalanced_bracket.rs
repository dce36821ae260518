//! A bracket in a text under negotiation that has no other.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "unbalanced-bracket" Warning Values
    "The words of a version of a text have a `[` that is not closed, or a `]` that closes nothing."
    "In such a text brackets enclose what is not agreed, and the page counts them. If one is missing, nobody knows where the disputed words begin or end, and each delegation may read a different text. Add the missing one."
    { r#"[texts.filling]
title = "Filling"
sources = ["ministry"]

[texts.filling.variants.draft]
words = "The reservoir is filled in [five years."
sources = ["ministry"]"# => r#"[texts.filling]
title = "Filling"
sources = ["ministry"]

[texts.filling.variants.draft]
words = "The reservoir is filled in [five] years."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, text) in &subject.brief.texts {
        // Not its base: what a chair has written is as it was written, and drafts do lack brackets.
        for (variant, version) in &text.variants {
            let words = &version.words;
            let Some(at) = unbalanced(words) else { continue };
            let path = format!("texts.{id}.variants.{variant}.words");
            let (message, help) = if words[at..].starts_with('[') {
                ("this bracket is not closed", "write `]` where the disputed words end, or delete it")
            } else {
                ("this bracket closes nothing", "write `[` where the disputed words begin, or delete it")
            };
            let place = subject.document.span_within(subject.sources, &path, at..at + 1);
            let place = place.unwrap_or_else(|| subject.place(&path));
            out.push(Diagnostic::new(RULE.code, message).at(place).help(help));
        }
    }
}

/// The first bracket of a text that has no other; of several that are not closed, the innermost, which was forgotten
/// last.
fn unbalanced(words: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, sign) in words.match_indices(['[', ']']) {
        if sign == "[" {
            open.push(at);
        } else if open.pop().is_none() {
            return Some(at);
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE, unbalanced};

    #[test]
    fn brackets_may_stand_within_one_another() {
        for words in ["", "five years", "[five] [seven] years", "[five [or six]](AOSIS) years", "a) five"] {
            assert_eq!(unbalanced(words), None, "{words}");
        }
        for (words, at) in [("[five", 0), ("five] [years]", 4), ("[five [or] six", 0), ("[a [b", 3), ("][", 0)] {
            assert_eq!(unbalanced(words), Some(at), "{words}");
        }
    }

    #[test]
    fn each_version_is_looked_at_and_the_base_stands_as_it_was_written() {
        let text = |base: &str, words: &str| {
            format!(
                "[texts.a]\ntitle = \"A\"\nbase = \"{base}\"\n[texts.a.variants.one]\nwords = \"{words}\"\nby = [\"upstream\"]\n"
            )
        };
        finds(&RULE, 0, &text("In [five] years.", "In [seven] years."));
        finds(&RULE, 1, &text("In [five years.", "In seven] years."));
    }
}
