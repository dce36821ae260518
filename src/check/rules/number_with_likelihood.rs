//! A percentage beside a likelihood in words.

use super::subject::phrases;
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use super::mixed_likelihood::{LIKELY, PROBABLE};

rule! {
    "number-with-likelihood" Warning Values
    "A likelihood is given in words and as a percentage side by side: “likely (70 per cent)”."
    "Each word already stands for a band, which the page prints (ICD 203, D.6.e.2.a); a number beside it claims a precision that nobody has, or contradicts it. Write the word alone."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year is likely (70 per cent).""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year is likely.""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let judgements = ["brief.assessment", "brief.bottom_line"].into_iter().filter_map(|path| subject.text(path));
    for text in judgements.filter(|_| subject.is_english()) {
        for (likely, word) in [LIKELY, PROBABLE].into_iter().flat_map(|row| phrases(&text.plain, row)) {
            if is_percentage_after(&text.plain[likely.end..]) || is_percentage_before(&text.plain[..likely.start]) {
                out.push(
                    Diagnostic::new(RULE.code, format!("there is a percentage beside “{word}”"))
                        .at(subject.within(text, likely))
                        .help("write the word alone: it stands for a band"),
                );
            }
        }
    }
}

const UNITS: [&str; 3] = ["%", "per cent", "percent"];

/// Whether a text begins with a percentage, after a sign that opens an aside.
fn is_percentage_after(text: &str) -> bool {
    let Some(aside) = text.trim_start().strip_prefix(['(', ',', '–', '—']) else { return false };
    let number = aside.trim_start();
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '–' | '-' | ' ' | '\u{a0}'));
    rest.len() < number.len() && UNITS.iter().any(|unit| rest.starts_with(unit))
}

/// Whether a text ends with a percentage: “70 per cent”.
fn is_percentage_before(text: &str) -> bool {
    let text = text.trim_end();
    let number = UNITS.iter().find_map(|unit| text.strip_suffix(unit)).map(str::trim_end);
    number.is_some_and(|it| it.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_share_of_something_else_is_let_through() {
        for (text, count) in [
            ("It is 70 per cent likely.", 1),
            ("It is likely, 60–70 %, to hold.", 1),
            ("It is unlikely to exceed 70 per cent of the volume.", 0),
            ("It lost 70 per cent. A drought is likely.", 0),
        ] {
            let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
            finds(&RULE, count, &format!("{head}assessment = \"{text}\""));
        }
    }
}
