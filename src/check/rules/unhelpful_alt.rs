//! Words for a picture that do not say what it shows.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "unhelpful-alt" Warning Tables
    "The `alt` of a picture is the name of its file, or repeats its caption, or says no more than that there is a picture."
    "A reader who cannot see the picture hears these words instead (WCAG 2.2, 1.1.1; PDF/UA-1, 7.3). Say what the reader is to learn from it."
    { r#"[figures.gates]
file = "gates-2024.png"
alt = "gates-2024.png""# => r#"[figures.gates]
file = "gates-2024.png"
alt = "Map of the dam: two of its three gates are open""# }
    check
}

/// Words that say of every picture the same.
const EMPTY: [&str; 12] = [
    "picture",
    "image",
    "photo",
    "photograph",
    "figure",
    "map",
    "chart",
    "graph",
    "diagram",
    "graphic",
    "screenshot",
    "logo",
];

/// The letters and digits of a text, in lower case, without punctuation.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, figure) in &subject.brief.figures {
        let alt = words(&figure.alt);
        let name = figure.file.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let caption = figure.caption.as_ref().map(|caption| words(&caption.plain()));
        let is = |what: &str| what == alt;
        let says = if alt.is_empty() {
            "says nothing"
        } else if is(&words(name)) || is(&words(stem)) {
            "is the name of its file"
        } else if EMPTY.into_iter().any(|word| is(word) || is(&format!("a {word}"))) {
            "does not say what it shows"
        } else if caption.as_deref().is_some_and(is) {
            "repeats its caption"
        } else {
            continue;
        };
        out.push(
            Diagnostic::new(RULE.code, format!("the `alt` of this picture {says}"))
                .at(subject.place(&format!("figures.{id}.alt")))
                .help("describe what the picture shows: this is the alternative text"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn words_that_say_what_is_shown_are_needed() {
        let with = |alt: &str| {
            format!("[figures.a]\nfile = \"maps/the-gates.png\"\ncaption = \"Two gates are open.\"\nalt = \"{alt}\"\n")
        };
        for alt in ["the-gates.png", "The gates", "Map", "a chart", "two gates are open"] {
            finds(&RULE, 1, &with(alt));
        }
        finds(&RULE, 0, &with("Map of the dam with its three gates"));
    }
}
