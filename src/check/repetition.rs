//! When a text repeats another: words in a row, or a name.

use crate::language::{self, stem};
use crate::parse::{TomlDocument, TomlValue, ValueKind};

/// How many words in a row cannot be chance.
const RUN: usize = 3;
/// So many of them must be longer than [`SHORT`]: "at the end" and "in the Alliance" are in many texts.
const LONG_WORDS: usize = 2;
/// How long a short word is at most, in characters.
const SHORT: usize = 4;
/// How many words of a name are looked for; of a longer one, [`RUN`] are found.
const LONGEST_NAME: usize = 5;
/// How many letters a name has at least: "UN" is in many texts.
const LETTERS: usize = 4;
/// The fields that are names and nothing else, each with its table: a field of the same name is a sentence elsewhere, as
/// `short` of a position is.
const NAMES: [(&str, &str); 11] = [
    ("parties", "name"),
    ("parties", "short"),
    ("parties", "representatives.name"),
    ("people", "name"),
    ("people", "also"),
    ("clearances", "office"),
    ("clearances", "person"),
    ("sources", "publisher"),
    ("parties", "members"),
    ("recommendations", "recommended_by"),
    ("recommendations", "opposed_by"),
];
/// The field of every attribution that is a name.
const SPEAKER: &str = "speaker";
/// The fields that may be a name, or words about it: they are looked for as a name, and hide no words as one.
const PERHAPS_NAMES: [(&str, &str); 3] =
    [("meetings", "interpreter"), ("next_steps", "owner"), ("commitments", "verifier")];
/// Those of them that make a name known: who reads that the commission acts here may read that it acts there.
const ACTORS: [(&str, &str); 2] = [("next_steps", "owner"), ("commitments", "verifier")];

/// Three words in a row of a text, those that are in many texts left out. The words are in lower case.
pub(crate) fn runs(words: &[String]) -> impl Iterator<Item = &[String]> {
    let is_long = |word: &&String| word.chars().count() > SHORT;
    words.windows(RUN).filter(move |run| run.iter().filter(is_long).count() >= LONG_WORDS)
}

/// Words in a row of a text that may be a name, the shortest first.
pub(crate) fn names_in(words: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=LONGEST_NAME).flat_map(|length| words.windows(length))
}

/// The name that the text at a path is, if it is one that is looked for in other texts.
pub(crate) fn name_of<'w>(path: &str, words: &'w [String]) -> Option<&'w [String]> {
    let is_long = || words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).count() >= LETTERS;
    let may_be = is_named(path) || is_among(path, &PERHAPS_NAMES);
    (may_be && words.len() <= LONGEST_NAME && is_long()).then_some(words)
}

/// Whether who reads the text at a path knows the name that it is.
pub(crate) fn makes_known(path: &str) -> bool {
    is_name(path) || is_among(path, &ACTORS)
}

/// Whether the text at a path is a name rather than a sentence.
pub(crate) fn is_name(path: &str) -> bool {
    is_named(path) || is_among(path, &[("issues", "title")])
}

/// Whether the text at a path is one of our aims or arguments.
pub(crate) fn is_of_mandate(path: &str) -> bool {
    path.starts_with("aims.") || path.starts_with("arguments.")
}

/// Whether the text at a path is the word of another side: what they want or offer is theirs, and says nothing of what we
/// would accept, whatever words of our aims it has. What is only inferred may be our own thought, and what names our side
/// may be about our aims: `words` are those of the text, in lower case. Without an `own_side` nobody knows who the others
/// are.
pub(crate) fn is_of_others(document: &TomlDocument, path: &str, words: &[String]) -> bool {
    let text = |path: &str| document.value(path).and_then(TomlValue::as_text);
    let own = text("brief.own_side");
    let is_other = |party: &str| own.is_some_and(|own| own != party);
    let is_theirs = match path.split('.').map(without_place).collect::<Vec<_>>()[..] {
        ["positions", issue, party, ..] => {
            is_other(party) && text(&format!("positions.{issue}.{party}.basis")) != Some("inferred")
        }
        ["proposals", id, ..] => {
            let by = document.value(&format!("proposals.{id}.by"));
            by.is_some_and(|by| match &by.kind {
                ValueKind::List(all) => all.iter().all(|it| it.as_text().is_some_and(is_other)),
                _ => by.as_text().is_some_and(is_other),
            })
        }
        ["asks", id, "text"] => text(&format!("asks.{id}.party")).is_some_and(is_other),
        _ => false,
    };
    is_theirs && own.is_some_and(|own| !names_us(document, own, words))
}

/// Whether words name a party as our side: a word of its name, in whatever form, or “we” and “our”. In doubt they do.
fn names_us(document: &TomlDocument, own: &str, text: &[String]) -> bool {
    let field = |path: &str| document.value(path).and_then(TomlValue::as_text).unwrap_or_default();
    let first_person = language::wording(field("brief.language"), "repeated-above").map(|list| &list.words[..]);
    let first_person = first_person.or_else(|| language::wording("en", "repeated-above").map(|list| &list.words[..]));
    if first_person.unwrap_or_default().iter().any(|word| text.contains(word)) {
        return true;
    }
    let names = ["name", "short"].map(|name| language::lower(field(&format!("parties.{own}.{name}"))));
    let mut of_names = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    of_names.any(|word| match word.chars().count() {
        0 => false,
        1..=SHORT => text.iter().any(|it| it == word),
        _ => text.iter().any(|it| it.starts_with(stem(word))),
    })
}

/// Whether the text at a path is the name of a party, a person, an office or a publisher.
fn is_named(path: &str) -> bool {
    is_among(path, &NAMES) || path.rsplit_once('.').is_some_and(|(_, last)| without_place(last) == SPEAKER)
}

/// Whether a path is that of one of some fields of a record, or of an item of it.
fn is_among(path: &str, fields: &[(&str, &str)]) -> bool {
    let mut steps = path.split('.').map(without_place);
    let (Some(table), Some(_)) = (steps.next(), steps.next()) else { return false };
    fields.iter().any(|(of, field)| *of == table && steps.clone().eq(field.split('.')))
}

/// A part of a path, without the place of an item.
fn without_place(step: &str) -> &str {
    step.split_once('[').map_or(step, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ATTRIBUTION, TABLES, Type, field_at};

    #[test]
    fn a_name_is_a_field_of_its_table() {
        for (table, field) in NAMES.iter().chain(&PERHAPS_NAMES) {
            let names: Vec<&str> = [*table, "a"].into_iter().chain(field.split('.')).collect();
            let known = field_at(TABLES, &names).unwrap_or_else(|| panic!("{table}.{field}"));
            assert!(matches!(known.kind.item(), Type::Text | Type::PartyOrText), "{table}.{field}");
        }
        assert!(ATTRIBUTION.iter().any(|field| field.name == SPEAKER));
        let is_other = |it: &&crate::schema::TableSchema| it.fields.iter().any(|field| field.name == SPEAKER);
        assert!(TABLES.iter().find(is_other).is_none());
    }

    #[test]
    fn the_word_of_another_side_is_not_ours() {
        let mut sources = crate::source::Sources::default();
        let text = "[brief]\nown_side = \"us\"\n[parties.us]\nname = \"Usland\"\n[positions.i.us]\nbasis = \"stated\"\n[positions.i.them]\nbasis = \"reported\"\n\
                    [positions.j.them]\nbasis = \"inferred\"\n[proposals.a]\nby = [\"them\", \"us\"]\n[proposals.b]\nby = \"them\"\n\
                    [proposals.c]\ntext = \"T.\"\n[asks.a]\nparty = \"them\"\n";
        let of = |text: &str, sources: &mut crate::source::Sources| {
            let file = sources.add("a.toml", text);
            crate::parse::parse(sources, file).0
        };
        let document = of(text, &mut sources);
        let worded = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let words = worded("a closer union");
        let others = ["positions.i.them.text", "positions.i.them.conditions[0]", "proposals.b.text", "asks.a.text"];
        for path in others {
            assert!(is_of_others(&document, path, &words), "{path}");
        }
        for path in [
            "positions.i.us.text",
            "positions.j.them.text",
            "proposals.a.text",
            "proposals.c.text",
            "asks.a.response",
            "brief.bottom_line",
            "issues.i.summary",
            "issues.i.question",
        ] {
            assert!(!is_of_others(&document, path, &words), "{path}");
        }
        for naming in
            ["they reject our closer union", "the closer union of usland", "the uslanders want a closer union"]
        {
            assert!(!is_of_others(&document, "positions.i.them.text", &worded(naming)), "{naming}");
        }
        let nobody = of(&text.replace("own_side = \"us\"", ""), &mut sources);
        assert!(!is_of_others(&nobody, "positions.i.them.text", &words));
    }

    #[test]
    fn a_field_is_a_name_by_its_table() {
        for path in [
            "parties.north.short",
            "parties.north.representatives[1].name",
            "people.diallo.also[0]",
            "texts.a.variants.b.speaker",
            "outcome.speaker",
            "parties.north.members[2]",
            "recommendations.a.opposed_by[0]",
        ] {
            assert!(is_name(path) && name_of(path, &["zebrania".to_owned()]).is_some(), "{path}");
        }
        for path in ["meetings.a.interpreter", "commitments.a.verifier", "next_steps.a.owner"] {
            assert!(!is_name(path) && name_of(path, &["zebrania".to_owned()]).is_some(), "{path}");
        }
        assert!(is_name("issues.land.title") && name_of("issues.land.title", &["land".to_owned()]).is_none());
        for path in ["positions.land.north.short", "sources.a.title", "claims.short.text", "parties.name.interests[0]"]
        {
            assert!(!is_name(path) && name_of(path, &["zebrania".to_owned()]).is_none(), "{path}");
        }
    }
}
