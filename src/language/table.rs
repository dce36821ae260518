//! The table of what a language file holds, against which one of a template is checked like a brief.

use super::file::holes;
use crate::model::VocabularyWord;
use crate::schema::{Field, TableSchema, Type, ValueRefusal, field};

const MONTHS: Type = Type::Each(
    &Type::Text,
    &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
);

const PATTERN: Type =
    Type::Checked { noun: "a pattern of a date such as \"d MMMM y\", in quotation marks", check: pattern };

const PLURALS: &[VocabularyWord] = &[
    VocabularyWord { word: "none", meaning: "One form for all counts." },
    VocabularyWord { word: "one", meaning: "One for 1." },
    VocabularyWord { word: "zero-one", meaning: "One for 0 and 1." },
    VocabularyWord { word: "east-slavic", meaning: "Belarusian, Russian, Ukrainian." },
    VocabularyWord { word: "polish", meaning: "Polish." },
    VocabularyWord { word: "czech", meaning: "Czech, Slovak." },
    VocabularyWord { word: "romanian", meaning: "Romanian." },
    VocabularyWord { word: "dual", meaning: "One, two and other: Hebrew." },
    VocabularyWord { word: "arabic", meaning: "Arabic." },
];

#[rustfmt::skip]
const PATTERNS: &[Field] = &[
    field("day", PATTERN, "\"d MMMM y\"", "A day."),
    field("month", PATTERN, "\"MMMM y\"", "A month of a year."),
    field("year", PATTERN, "\"y\"", "A year."),
    field("days", PATTERN, "\"d–d MMMM y\"", "Days of one month."),
    field("months", PATTERN, "\"d MMMM – d MMMM y\"", "Days of different months of one year."),
];

const fn table(path: &'static str, doc: &'static str, fields: &'static [Field]) -> TableSchema {
    TableSchema { path, required: false, attribution: false, doc, fields }
}

/// The tables of a language file, in the order in which one is written.
#[rustfmt::skip]
pub const LANGUAGE_FILE: &[TableSchema] = &[
    table("", "Quotation marks and plurals.", &[
        field("quotes", Type::Each(&Type::Text, &["opening quotation mark", "closing quotation mark"]), "[\"“\", \"”\"]", "The opening and the closing quotation mark."),
        field("plural", Type::Word("plurals", PLURALS), "\"one\"", "How plurals are formed (Unicode CLDR, Language Plural Rules)."),
    ]),
    table("dates", "How dates are printed.", &[
        field("months", MONTHS, "[\"January\", \"February\", …, \"December\"]", "The months as a date has them."),
        field("months-alone", MONTHS, "[\"январь\", \"февраль\", …, \"декабрь\"]", "The months without a day, where they differ."),
        field("months-short", MONTHS, "[\"Jan\", \"Feb\", …, \"Dec\"]", "Short months."),
        field("first-day", Type::Text, "\"1er\"", "The first day of a month, where it is not a plain number."),
        field("about", Type::Checked { noun: "a text with `{date}` in it", check: about }, "\"about {date}\"", "An approximate date."),
        field("span", Type::Checked { noun: "a text with `{from}` and `{to}` in it", check: span }, "\"{from} – {to}\"", "From one date to another, where no pattern fits."),
    ]),
    table("dates.long", "Dates in running text.", PATTERNS),
    table("dates.short", "Dates in tables.", PATTERNS),
    table("dates.day", "Dates whose year is known.", PATTERNS),
    table("labels", "What a page says of its own accord.", &[
        field("NAME", Type::Text, "\"Issues\"", "A label."),
    ]),
    table("words.VOCABULARY", "What is printed for the words of a vocabulary.", &[
        field("NAME", Type::Text, "\"demands\"", "What is printed for a word."),
    ]),
];

/// Whether a text has exactly these placeholders.
fn filled(text: &str, names: &[&str]) -> Result<(), ValueRefusal> {
    let mut found = holes(text);
    found.sort_unstable();
    if found == names {
        return Ok(());
    }
    let wanted: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
    let message = format!("it must contain {} once", wanted.join(" and "));
    Err(ValueRefusal { message, help: "write the words around it, as in the English file".to_owned(), meant: None })
}

fn about(text: &str) -> Result<(), ValueRefusal> {
    filled(text, &["date"])
}

fn span(text: &str) -> Result<(), ValueRefusal> {
    filled(text, &["from", "to"])
}

/// Whether every letter of a pattern is one of its fields, or is between apostrophes.
fn pattern(text: &str) -> Result<(), ValueRefusal> {
    // What is between two apostrophes is printed as it is.
    let fields = text.split('\'').step_by(2).flat_map(str::chars);
    let refused = |message: String, help: &str| Err(ValueRefusal { message, help: help.to_owned(), meant: None });
    if text.matches('\'').count() % 2 == 1 {
        return refused(
            "an apostrophe is not closed".to_owned(),
            "put words that are printed literally between two apostrophes",
        );
    }
    match fields.into_iter().find(|c| c.is_ascii_alphabetic() && !"dMLy".contains(*c)) {
        Some(c) => refused(
            format!("`{c}` is not a field of a pattern"),
            "the fields are `d`, `dd`, `M`, `MM`, `MMM`, `MMMM`, `LLLL` and `y`; write other words between apostrophes",
        ),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_fields_and_words_between_apostrophes() {
        for good in ["d MMMM y", "d 'de' MMMM 'de' y", "y年", "dd.MM.y"] {
            assert!(pattern(good).is_ok(), "{good}");
        }
        for bad in ["DD.MM.YYYY", "d de MMMM", "d 'de MMMM"] {
            assert!(pattern(bad).is_err(), "{bad}");
        }
        assert!(
            about("um {date}").is_ok()
                && about("um").is_err()
                && span("{to}–{from}").is_ok()
                && span("{from}").is_err()
        );
    }
}
