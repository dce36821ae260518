//! Which neighbouring words stay on one line.
//!
//! A reader who meets a number at the end of a line and its unit on the next one reads twice. Such pairs are never
//! separated, as style guides recommend (Chicago Manual of Style, 17th edition, 7.36 ff.; EU Interinstitutional Style
//! Guide, 10.3): a number and its unit, a name and its initials, a symbol or an abbreviation and its number, the parts
//! of a date, a sign and the word that explains it.

/// Units, and abbreviations of numbers and times, that are not ordinary words. They are kept with numbers of any
/// length.
const UNITS: [&str; 54] = [
    "%", "‰", "°C", "GMT", "CET", "CEST", "EET", "EEST", "UTC", "h", "Uhr", "km", "km²", "km³", "m", "m²", "m³", "cm",
    "mm", "kg", "t", "ha", "l", "kt", "Mt", "Gt", "W", "kW", "MW", "GW", "TW", "kWh", "MWh", "GWh", "TWh", "kV", "Hz",
    "ft", "mi", "bn", "mn", "m.", "tn", "bcm", "mcm", "bpd", "tonnes", "tons", "million", "billion", "trillion",
    "Mio.", "Mrd.", "млрд",
];
/// Titles, which are kept with the name after them.
const TITLES: [&str; 22] = [
    "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Prof.", "Sir", "St", "St.", "Gen.", "Sen.", "MM.", "Mme",
    "Mlle", "Herr", "Frau", "Sr.", "Sra.", "Hr.",
];
/// Abbreviations that are kept with the number after them.
const BEFORE_NUMBERS: [&str; 12] = ["§", "№", "n°", "nº", "No", "Nos", "Art", "ст.", "п.", "ps.", "cap.", "vol."];
/// Characters other than spaces that separate words: a line break, and the space between notes on one line.
const SEPARATORS: [char; 2] = ['\n', '\u{2002}'];
/// The most characters that are kept together on one line.
const LONGEST: usize = 28;

/// Walks over the spaces of a text and decides at which of them a line may not break.
///
/// A decision never depends on text before the last space at which a line may break.
pub(super) struct Bonds<'t> {
    text: &'t str,
    /// The current position of the walk, in bytes.
    at: usize,
    /// The number of characters that are kept together up to here.
    held: usize,
    /// Whether the next word may be a month that is kept with the day before it.
    month: bool,
}

impl<'t> Bonds<'t> {
    /// Starts a walk at the beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, held: 0, month: false }
    }

    /// The position after the next spaces, and whether the words around it stay on one line.
    pub(super) fn next_place(&mut self) -> Option<(usize, bool)> {
        let space = self.text[self.at..].find(' ').map(|at| self.at + at)?;
        let before = &self.text[self.at..space];
        let start =
            before.rfind(SEPARATORS).map_or(self.at, |at| space - before[at..].trim_start_matches(SEPARATORS).len());
        let place = self.text[space..].find(|c| c != ' ').map_or(self.text.len(), |at| space + at);
        self.at = place;
        let next = self.text[place..].split(|c| c == ' ' || SEPARATORS.contains(&c)).next().unwrap_or_default();
        Some((place, self.hold(&self.text[start..space], next)))
    }

    /// Whether the words around a position stay on one line. Positions must be asked for in ascending order.
    pub(super) fn hold_at(&mut self, place: usize) -> bool {
        while self.at < place {
            match self.next_place() {
                Some((found, held)) if found == place => return held,
                Some(_) => {}
                None => return false,
            }
        }
        false
    }

    fn hold(&mut self, word: &str, next: &str) -> bool {
        let word = word.trim_start_matches(['(', '[', '“', '„', '«', '"', '‘']);
        // In some languages a date is printed with a no-break space between its day and its month.
        if let Some((one, other)) = word.rsplit_once('\u{a0}') {
            let is_word = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
            let is_day = |part: &str| is_number(part) && digits(part) <= 2;
            self.month = is_day(one.trim_end_matches('.')) && is_word(other)
                || is_word(one) && is_day(other.trim_end_matches(','));
        }
        // A shortcut for most words: a word that begins with a letter is never kept with one in lower case.
        if word.starts_with(|c: char| c.is_ascii_alphabetic()) && next.starts_with(|c: char| c.is_ascii_lowercase()) {
            (self.held, self.month) = (0, false);
            return false;
        }
        let after = next.trim_end_matches([')', ']', '”', '“', '»', '"', '’', ',', ';', ':', '.', '!', '?', '…']);
        let held = belong_together(word, next, after) || std::mem::take(&mut self.month) && is_year(after);
        let characters = word.chars().count() + 1;
        if !held || self.held + characters + next.chars().count() > LONGEST {
            (self.held, self.month) = (0, false);
            return false;
        }
        self.held += characters;
        self.month = is_number(word) && word.len() <= 2 && next.chars().all(char::is_alphabetic);
        true
    }
}

/// Whether a word that is kept with the next one is the day of a date: `25`, `1`.
pub(super) fn is_day(word: &str) -> bool {
    is_number(word) && digits(word) > 0 && word.chars().filter(char::is_ascii_digit).count() <= 2
}

/// Whether a word is a month before a year: `January 2025`.
pub(super) fn is_dated(word: &str, next: &str) -> bool {
    let year = next.split([' ', '\n', '\u{a0}']).next().unwrap_or_default();
    is_name(word.trim_end()) && is_year(year.trim_end_matches(|c: char| !c.is_ascii_digit()))
}

/// Whether two words are kept together, independent of the words around them. `after` is `next` without the punctuation
/// at its end.
fn belong_together(word: &str, next: &str, after: &str) -> bool {
    let next_number = next.trim_start_matches(['(', '$', '€', '£', '~']).starts_with(|c: char| c.is_ascii_digit());
    let capital = next.starts_with(char::is_uppercase);
    if is_mark(word) {
        return next.starts_with(char::is_alphabetic);
    }
    if is_number(word) {
        let groups = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        // Groups of three digits with a space between them.
        let thousands = groups(after) && word.chars().rev().take_while(char::is_ascii_digit).count() <= 3;
        let letters = next.starts_with(|c: char| c.is_alphabetic() || "%‰°µ€$£".contains(c));
        return thousands || letters && (UNITS.contains(&after) || !is_year(word) && digits(word) <= 3);
    }
    if next_number {
        let sign = !word.is_empty() && word.chars().all(|c| "$€£¥₴₽§№±≈~<>≤≥".contains(c));
        let capitals = word.chars().count() >= 2 && word.chars().all(|c| c.is_uppercase() || c == '/' || c == '-');
        let short = word.ends_with('.') && word.chars().count() <= 5 && word.chars().filter(|c| *c == '.').count() == 1;
        let name = is_name(word) && (is_year(after) || digits(after) <= 4);
        return sign || capitals || short || name || BEFORE_NUMBERS.contains(&word);
    }
    let label = if next == after { word } else { word.trim_end_matches([',', '،']) };
    capital && (is_initials(word) || TITLES.contains(&word) || is_letter(after, next) && is_label(label))
}

/// A single letter that ranks or numbers: `B`, but not a word such as `I` or `A` in the middle of a sentence.
fn is_letter(after: &str, next: &str) -> bool {
    let single = after.chars().count() == 1 && after.chars().all(char::is_uppercase);
    single
        && (next != after || !["A", "I", "O", "À", "Y", "Е", "И", "А", "О", "У", "В", "К", "С", "Я"].contains(&after))
}

/// A word that such a letter may follow: `reliability`, `Annex`.
fn is_label(word: &str) -> bool {
    word.chars().count() > 3 && word.chars().all(char::is_alphabetic)
}

/// A single arrow, shape or dingbat: `▲`.
fn is_mark(word: &str) -> bool {
    let mut signs = word.chars();
    matches!((signs.next(), signs.next()), (Some('\u{2190}'..='\u{27bf}'), None))
}

/// A word with a capital and lower-case letters: `June`, `Resolution`.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && word.chars().count() > 2 && letters.all(char::is_lowercase)
}

/// `M.`, `J.R.`
fn is_initials(word: &str) -> bool {
    let mut letters = word.chars();
    let mut pairs = std::iter::from_fn(|| Some((letters.next()?, letters.next())));
    !word.is_empty() && pairs.all(|(letter, stop)| letter.is_uppercase() && stop == Some('.'))
}

/// `65`, `$65`, `19:30`, `2.5`, `5–7`.
fn is_number(word: &str) -> bool {
    let figures = word.trim_start_matches(|c: char| "$€£¥₴₽±≈~<>≤≥−–-+".contains(c));
    let inner = |c: char| c.is_ascii_digit() || ".,:/–-’'".contains(c);
    figures.starts_with(|c: char| c.is_ascii_digit())
        && figures.ends_with(|c: char| c.is_ascii_digit())
        && figures.chars().all(inner)
}

/// The number of digits before a decimal point or another character.
fn digits(word: &str) -> usize {
    let from = word.trim_start_matches(|c: char| !c.is_ascii_digit());
    from.chars().take_while(char::is_ascii_digit).count()
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with('1') || word.starts_with('2'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a `_` in place of each space at which two words are kept together.
    fn held(text: &str) -> String {
        let (mut bonds, mut out, mut from) = (Bonds::new(text), String::new(), 0);
        while let Some((place, held)) = bonds.next_place() {
            out.push_str(&text[from..place - 1]);
            out.push(if held { '_' } else { ' ' });
            from = place;
        }
        out + &text[from..]
    }

    #[test]
    fn words_that_belong_together_are_held_and_no_others() {
        for text in [
            "loans of $65_bn and 37_km³ of water",
            "about €_5_million, at 19:30_UTC sharp",
            "said UN_2728 and Resolution_2728 of the council",
            "so M._Dupont and J.R._Smith met Dr._No",
            "from 3_June_2024, and le 3_juin_2024 aussi",
            "am 3. Juni_2024 um 19:30_Uhr",
            "see Art._5_and No._3 (pp._7_f.)",
            "of 12_000_people and 5150_MW",
            "in 2024 the parties met 2024 times",
            "a 5_% share, §_7, and 40_°C",
            "The end. It rose to 5. Then more",
            "NATO said that all of it is so",
            "by reliability_B. and in Annex_C, as said when I saw A and they",
            "agency, 6\u{a0}July_1948, official,_B.\u{2002}2\u{a0}\u{a0}The Times, 22\u{a0}Dec_2020, радіо,_A.",
            "am 6.\u{a0}Juni_2024, 12–14\u{a0}juin_2024, Dec\u{a0}6,_2025, 6\u{a0}July or then",
            "● ◆_Conditional on ▲ (5) and ↘_worse",
        ] {
            assert_eq!(held(&text.replace('_', " ")), text);
        }
    }

    #[test]
    fn a_long_row_of_bound_words_can_still_be_broken() {
        let text = held(&"1 a ".repeat(100));
        assert!(text.split(' ').all(|part| part.chars().count() <= LONGEST), "{text}");
    }
}
