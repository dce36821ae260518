//! Classifies the change of a text by its importance.
//!
//! The meaning of an agreement may depend on an article (Security Council resolution 242: "from territories", in French
//! "des territoires"), on a comma ("No, troops stay"), on a bracket around what is not agreed. So a change is
//! substantive unless both texts read the same, word by word and mark by mark, in any language. Spelling mistakes are
//! no exception: without a dictionary, *goverment* for *government* looks the same as *deceased* for *decreased*.

use super::token::{Token, TokenKind};
use crate::schema::Class;

/// The class of a change from one text to another.
///
/// It is editorial when both texts have the same words and punctuation, except for capitals, emphasis, spaces, the
/// style of quotation marks, dashes and apostrophes, a full stop at the very end, and *-ise* for *-ize*. It is
/// evidential when, apart from that, only citations or the addresses of links differ. Any other change is substantive.
pub(super) fn class(old: &[Token], new: &[Token]) -> Class {
    // A common beginning and end need not be normalized.
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, rest) = old.split_at(old.len() - end);
    let new = &new[..new.len() - end];
    let at_end = rest.iter().all(|it| matches!(it.kind, TokenKind::Space | TokenKind::Citation));
    let (one, other) = (PlainReading::of(old, at_end), PlainReading::of(new, at_end));
    if one.words != other.words {
        Class::Substantive
    } else if one.evidence != other.evidence {
        Class::Evidential
    } else {
        Class::Editorial
    }
}

/// The content of a text, independent of typography.
#[derive(Default)]
struct PlainReading {
    /// The words and punctuation marks.
    words: Vec<String>,
    /// The citations and the addresses of links, each with the number of words and punctuation marks before it.
    evidence: Vec<(usize, String)>,
}

impl PlainReading {
    /// Normalizes a text. `at_end` says that no word or punctuation mark follows it.
    fn of(tokens: &[Token], at_end: bool) -> Self {
        let mut it = Self::default();
        for token in tokens {
            match token.kind {
                TokenKind::Word => it.words.push(word(&token.text)),
                TokenKind::Sign => it.sign(&token.text),
                TokenKind::Citation => it.evidence.push((it.words.len(), token.text.clone())),
                TokenKind::Space | TokenKind::Paragraph => continue,
            }
            if let Some(url) = &token.url {
                it.evidence.push((it.words.len(), url.clone()));
            }
        }
        if at_end && it.words.last().is_some_and(|last| last == ".") {
            it.words.pop();
        }
        let end = it.words.len();
        it.evidence.iter_mut().for_each(|(at, _)| *at = (*at).min(end));
        it.evidence.sort();
        it.evidence.dedup();
        it
    }

    /// Adds a character in a normalized form; three full stops become an ellipsis.
    fn sign(&mut self, sign: &str) {
        let form = match sign {
            "«" | "»" | "“" | "”" | "„" | "‟" | "‘" | "’" | "‚" | "‛" | "‹" | "›" | "「" | "」" | "『" | "』" | "'" => {
                "\""
            }
            "—" | "―" | "‒" | "−" | "-" => "–",
            sign => sign,
        };
        self.words.push(form.to_owned());
        if self.words.ends_with(&[".", ".", "."].map(str::to_owned)) {
            self.words.truncate(self.words.len() - 3);
            self.words.push("…".to_owned());
        }
    }
}

/// A word in a normalized form: in lower case, with straight apostrophes. A word in capitals is not changed: *US* is
/// not *us*.
pub(super) fn word(text: &str) -> String {
    let straight: String = text
        .chars()
        .map(|c| match c {
            '’' | '\u{2bc}' => '\'',
            '−' => '-',
            c => c,
        })
        .collect();
    let letters = straight.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && !straight.chars().any(char::is_lowercase) {
        return straight;
    }
    with_z(straight.to_lowercase())
}

/// Changes *-ise* to *-ize*, the other English spelling of the same word. (No other language of the program has words
/// that differ only in this.) Short words are not changed: *prise* is not *prize*.
fn with_z(word: String) -> String {
    const ENDS: [&str; 8] = ["e", "ed", "es", "er", "ers", "ing", "ation", "ations"];
    let stem = ENDS.iter().find_map(|end| word.strip_suffix(end)?.strip_suffix("is"));
    match stem {
        Some(stem) if stem.chars().count() >= 4 => format!("{stem}iz{}", &word[stem.len() + 2..]),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::token;

    fn class(old: &str, new: &str) -> Class {
        super::class(&token::of_text(old), &token::of_text(new))
    }

    #[test]
    fn what_may_change_the_meaning_is_substantive() {
        for (old, new) in [
            ("about 60 km³", "about 80 km³"),
            ("10² posts", "102 posts"),
            ("5% of it", "5 of it"),
            ("it will withdraw", "it will not withdraw"),
            ("Russia accepts it", "Russia rejects it"),
            ("it is likely", "it is unlikely"),
            ("the US asks", "the us asks"),
            ("it may agree", "it must agree"),
            ("it agrees", "it agreed"),
            ("Will it be signed.", "Will it be signed?"),
            ("before the summit", "after the summit"),
            ("it was formally done", "it was formerly done"),
            ("adopted", "adapted"),
            ("12,5", "125"),
            ("-5 degrees", "5 degrees"),
            // Articles.
            ("withdraw from territories", "withdraw from the territories"),
            ("few objected", "a few objected"),
            ("le retrait de territoires", "le retrait des territoires"),
            ("Rückzug aus Gebieten", "Rückzug aus den Gebieten"),
            ("retirada de territorios", "retirada de los territorios"),
            ("انسحاب من أراض", "انسحاب من الأراضي"),
            // Brackets and quotation marks.
            ("[shall] withdraw", "shall withdraw"),
            ("(without Crimea)", "without Crimea"),
            ("[shall] withdraw", "(shall) withdraw"),
            ("the “liberated” towns", "the liberated towns"),
            ("die „befreiten“ Städte", "die befreiten Städte"),
            ("les villes « libérées »", "les villes libérées"),
            // Commas.
            ("No, troops stay", "No troops stay"),
            ("No troops, stay", "No, troops stay"),
            ("the troops, which left Donetsk,", "the troops which left Donetsk"),
            ("Казнить, нельзя помиловать", "Казнить нельзя, помиловать"),
            ("Стратити, не можна помилувати", "Стратити не можна, помилувати"),
            ("Nein, die Truppen bleiben", "Nein die Truppen bleiben"),
            ("no, se retiran", "no se retiran"),
            ("said, that", "said that"),
            ("It left. Kyiv stays", "It left Kyiv stays"),
            // Different words that look like spelling mistakes.
            ("the deceased", "the decreased"),
            ("the contract", "the contact"),
            ("the united front", "the untied front"),
            ("the goverment said", "the government said"),
            ("la prise de la ville", "la prize de la ville"),
            ("troops' posts", "troops posts"),
        ] {
            assert_eq!(class(old, new), Class::Substantive, "{old} → {new}");
            assert_eq!(class(new, old), Class::Substantive, "{new} → {old}");
        }
    }

    #[test]
    fn a_full_stop_at_the_end_may_have_citations_after_it() {
        let class = |old: &str, new: &str| {
            let tokens = |text: &str| token::of_prose(&crate::record::prose::read(text).prose).concat();
            super::class(&tokens(old), &tokens(new))
        };
        assert_eq!(class("It is signed [@a]", "It is signed. [@a]"), Class::Editorial);
        assert_eq!(class("It is signed [@a] by all", "It is signed. [@a] by all"), Class::Substantive);
        assert_eq!(class("It is [@a] signed", "It is signed [@a]"), Class::Evidential);
    }

    #[test]
    fn differences_in_typography_are_editorial() {
        for (old, new) in [
            ("to recognise it", "to recognize it"),
            ("Organisations met.", "Organizations met."),
            ("Initial Positions", "Initial positions"),
            ("don't go", "don’t go"),
            ("пам'ять", "памʼять"),
            ("\"on the fly\"", "“on the fly”"),
            ("„Sofort“", "»Sofort«"),
            ("Moscow - Kyiv", "Moscow – Kyiv"),
            ("and so on...", "and so on…"),
            ("It is signed", "It is signed."),
            ("−5 degrees", "-5 degrees"),
            ("Kyïv", "Kyi\u{308}v"),
            ("up\u{ad}stream", "upstream"),
        ] {
            assert_eq!(class(old, new), Class::Editorial, "{old} → {new}");
            assert_eq!(class(new, old), Class::Editorial, "{new} → {old}");
        }
    }
}
