//! An abbreviation that is used but never written out.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use indexmap::IndexMap;

use super::number::is_reference;
use super::subject::{Text, words};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::{is_known_abbreviation, is_ship_prefix};

/// Words that are written in capitals to be seen, and labels of markings and notes.
const SHOUTS: &[&str] = &[
    "ALL",
    "ALWAYS",
    "AND",
    "ANY",
    "ARE",
    "ATTENTION",
    "BOTH",
    "BUT",
    "CLEAR",
    "CLOSED",
    "DO",
    "DRAFT",
    "EMBARGO",
    "EVERY",
    "FINAL",
    "FOR",
    "FROM",
    "GREEN",
    "AMBER",
    "HOW",
    "IMPORTANT",
    "INTERNAL",
    "IS",
    "KEY",
    "LESS",
    "MAY",
    "MORE",
    "MUST",
    "NB",
    "NEVER",
    "NEW",
    "NO",
    "NOT",
    "NOTE",
    "NOW",
    "ONLY",
    "OPEN",
    "OR",
    "PRIVATE",
    "PUBLIC",
    "RED",
    "SECRET",
    "SHALL",
    "STOP",
    "THE",
    "TBC",
    "TBD",
    "TODAY",
    "TOP",
    "UNTIL",
    "UPDATE",
    "URGENT",
    "VERY",
    "WARNING",
    "WHAT",
    "WHEN",
    "WHITE",
    "WHY",
    "WILL",
    "YES",
];

/// Words of a brief that are written in capitals one at a time, too: “FR AGREE”.
const WORDS: &[&str] = &[
    "ABOUT", "ABSTAIN", "ACCEPT", "ACCEPTED", "ACCEPTS", "AFTER", "AGAINST", "AGREE", "AGREED", "AGREES", "ALSO",
    "BEFORE", "BLOCK", "BLOCKED", "BLOCKS", "CANNOT", "DELETE", "DEMAND", "DEMANDS", "DENIED", "DENIES", "EVEN",
    "FIRST", "HAVE", "HERE", "INSIST", "INSISTS", "JOIN", "JUST", "LAST", "LEAVE", "NEED", "NEEDS", "NEXT", "NONE",
    "OBJECT", "OBJECTS", "OPPOSE", "OPPOSED", "OPPOSES", "REFUSE", "REFUSED", "REFUSES", "REJECT", "REJECTED",
    "REJECTS", "REMAIN", "REMAINS", "RESERVE", "SAID", "SAYS", "SHOULD", "SIGN", "SIGNED", "SUPPORT", "SUPPORTS",
    "THAT", "THEIR", "THEM", "THEN", "THERE", "THESE", "THEY", "THIS", "THOSE", "TODO", "VERSUS", "VETO", "VOTE",
    "VOTED", "VOTES", "WANT", "WANTS", "WERE", "WITH", "WITHIN", "WITHOUT", "WOULD",
];

/// Words of at most so many letters give none to the abbreviation of a name: `de`, `des`, `et`.
const SMALL: usize = 3;

/// The most letters of an abbreviation.
const LONGEST_ABBREVIATION: usize = 8;

/// How far from a word its neighbours are looked for, in bytes.
const NEAR: usize = 60;

rule! {
    "unexpanded-abbreviation" Note File
    "An abbreviation that is used but never written out."
    "The reader may not be a specialist, and there is no second page on which to look it up. Write it out where it first appears: “the Joint River Commission (JRC)”; or give the party its full `name` and the abbreviation as `short`. Country codes, units and abbreviations that every reader knows are ignored."
    { r#"[next_steps.meet]
text = "The JRC meets.""# => r#"[next_steps.meet]
text = "The Joint River Commission (JRC) meets.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let found = abbreviations(subject);
    if found.is_empty() {
        return;
    }
    let explained = explained(subject, &found);
    for (word, Found { text, range, unknown }) in found {
        if explained.contains(word) || !unknown.is_empty() && unknown.iter().all(|part| explained.contains(part)) {
            continue;
        }
        out.push(
            Diagnostic::new(RULE.code, format!("“{word}” is never written out"))
                .at(subject.within(text, range))
                .help(format!("write it out where it is first used, and then “({word})”"))
                // A reader who knows none of them is one cause.
                .caused_by(RULE.code.name()),
        );
    }
}

/// An abbreviation where it comes first.
struct Found<'s> {
    text: &'s Text<'s>,
    range: Range<usize>,
    /// Those of its parts that are abbreviations which the reader may not know: `PSC` of `AU-PSC`. None where only the
    /// whole is one: `M&E`.
    unknown: Vec<&'s str>,
}

/// The abbreviations of a brief that the reader may not know, each with the place where it comes first.
fn abbreviations<'s>(subject: &'s CheckSubject<'_>) -> IndexMap<&'s str, Found<'s>> {
    // Of a party's short name the page has the full name at its end.
    let parties = subject.brief.parties.values();
    let short: HashSet<&str> = parties.flat_map(|party| words(party.short()).map(|(_, word)| word)).collect();
    // A word that the brief has in lower case too is not an abbreviation.
    let small = LazyCell::new(|| {
        let all = subject.texts.iter().flat_map(|text| words(&text.plain)).map(|(_, word)| word);
        all.filter(|word| word.starts_with(char::is_lowercase)).map(str::to_owned).collect::<HashSet<_>>()
    });
    let provisions = subject.listed_words("unbacked-number");
    let mut found = IndexMap::new();
    // Once each, however it is judged.
    let mut judged: HashSet<&str> = HashSet::new();
    for text in subject.texts.iter().filter(|text| text.prose && may_abbreviate(&text.plain)) {
        for range in abbreviations_of(&text.plain) {
            let word = &text.plain[range.clone()];
            let is_left = |word: &str| SHOUTS.contains(&word) || WORDS.contains(&word) || short.contains(word);
            let is_known = |word: &str| is_known_abbreviation(word, &subject.brief.language) || is_left(word);
            // What begins with the short name of a party, or with a word, is not more of an abbreviation.
            let begins = parts(word).next().is_some_and(is_left);
            let before = &text.plain[..range.start];
            let is_cited = || {
                is_citation(before, provisions)
                    || is_in_name(before)
                    || is_of_ship(word, &text.plain[range.end..])
                    || is_mentioned(&text.plain, range.start, word)
            };
            if is_known(word) || begins || judged.contains(word) || is_cited() {
                continue;
            }
            let unknown: Vec<&str> = parts(word).filter(|part| is_abbreviation(part) && !is_known(part)).collect();
            if unknown.is_empty() && !word.contains('&') {
                continue;
            }
            judged.insert(word);
            let is_small = || word.chars().count() > 3 && small.contains(&word.to_lowercase());
            if !is_shouted(&text.plain, range.clone()) && !is_small() {
                found.insert(word, Found { text, range, unknown });
            }
        }
    }
    found
}

/// Those of the abbreviations and their parts that the brief writes out: by names that begin with their letters, or
/// next to them.
fn explained<'s>(subject: &CheckSubject<'_>, found: &IndexMap<&'s str, Found<'s>>) -> HashSet<&'s str> {
    let all: HashSet<&str> = found.iter().flat_map(|(word, it)| it.unknown.iter().chain([word])).copied().collect();
    let by_letters = all.iter().fold(HashMap::new(), |mut by: HashMap<Vec<char>, Vec<&str>>, word| {
        by.entry(word.chars().filter(|c| c.is_alphabetic()).collect()).or_default().push(word);
        by
    });
    let lengths: BTreeSet<usize> = by_letters.keys().map(Vec::len).collect();
    let mut explained = HashSet::new();
    for text in &subject.texts {
        let (anywhere, of_names) = initials(&text.plain);
        let runs = anywhere.iter().flat_map(|letters| lengths.iter().flat_map(|length| letters.windows(*length)));
        let first = of_names.iter().flat_map(|letters| lengths.iter().filter_map(|length| letters.get(..*length)));
        for run in runs.chain(first) {
            explained.extend(by_letters.get(run).into_iter().flatten());
        }
        for range in abbreviations_of(&text.plain) {
            if let Some(word) = all.get(&text.plain[range.clone()])
                && is_explained(&text.plain, range.start, word)
            {
                explained.insert(*word);
            }
        }
    }
    explained
}

/// Whether a text explains a word at its place: “(JRC)”, “JRC (the joint river commission)”, “JRC, the joint
/// commission”.
fn is_explained(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].trim_end().ends_with('(');
    let after = text[at + word.len()..].trim_start();
    let explained = [", the ", ", a ", ", an ", ", which ", ", who "];
    (before && after.starts_with([')', ',', ';']))
        || after.starts_with('(')
        || explained.iter().any(|it| after.starts_with(it))
}

/// Whether a text ends with the number of a provision, as in “Art. 125 TFEU”: what follows cites a law, and nobody
/// writes it out. `words` are those before such numbers.
fn is_citation(before: &str, words: &[String]) -> bool {
    let before = before.trim_end();
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST_NUMBER))..];
    let Some((_, number)) = near.rsplit_once(char::is_whitespace) else { return false };
    number.starts_with(|c: char| c.is_ascii_digit()) && is_reference(&before[..before.len() - number.len()], words)
}

/// No number of a provision is longer, in bytes.
const LONGEST_NUMBER: usize = 40;

/// Whether a text goes on in the middle of a name: “E.ON”.
fn is_in_name(before: &str) -> bool {
    before.strip_suffix('.').is_some_and(|name| name.ends_with(char::is_alphanumeric))
}

/// Whether a word is before the name of a ship: “HMS *Andromeda*”.
fn is_of_ship(word: &str, after: &str) -> bool {
    let name = after.trim_start().trim_start_matches(['*', '_', '“', '«', '„', '"']);
    is_ship_prefix(word) && name.starts_with(char::is_uppercase)
}

/// Where a text has what may be abbreviations, each whole, whatever joins its parts: `PDI-P`, `R&D`, `ASEAN+3`,
/// `ECE/T`.
fn abbreviations_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    words(text).filter_map(move |(range, word)| {
        // What follows the sign that joins it has been read.
        let (whole, is_one) = (range.start >= end).then(|| whole(text, range.start, word)).flatten()?;
        end = whole.end;
        is_one.then_some(whole)
    })
}

/// The abbreviation that begins with a word: without the ending of a genitive or plural (`IAEA’s`, `MPs`) and what a
/// hyphen adds that is none of its parts (`EU-led`). Whether it is one is said, too: what only looks like one is read
/// once.
fn whole(text: &str, start: usize, word: &str) -> Option<(Range<usize>, bool)> {
    // Nearly every word is done with here, cheaply.
    let mut letters = word.chars();
    let is_joined = || text[start + word.len()..].starts_with(SIGNS);
    let may_be = letters.next().is_some_and(char::is_uppercase)
        && letters.next().map_or_else(is_joined, |c| c.is_uppercase() || HYPHENS.contains(&c));
    if !may_be {
        return None;
    }
    let word = word.split(['’', '\'']).next().unwrap_or(word);
    let parts_end = word.match_indices(HYPHENS).map(|(at, _)| at).chain([word.len()]);
    let is_own = |at: &usize| word[..*at].rsplit(HYPHENS).next().is_some_and(is_part);
    let length = parts_end.take_while(is_own).last()?;
    let mut end = start + length;
    if length == word.len() {
        while let Some(more) = joined(&text[end..]) {
            end += more;
        }
    }
    let whole = &text[start..end];
    let plain = whole.strip_suffix('s').filter(|rest| rest.ends_with(char::is_uppercase)).unwrap_or(whole);
    let is_one = parts(plain).any(is_abbreviation) || plain.contains('&');
    Some((start..start + plain.len(), is_one))
}

/// What joins the parts of an abbreviation, besides hyphens.
const SIGNS: [char; 3] = ['&', '+', '/'];
const HYPHENS: [char; 2] = ['-', '‑'];

fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(|c| HYPHENS.contains(&c) || SIGNS.contains(&c))
}

/// Whether something between hyphens is a part of an abbreviation: `P`, `DPMNE`, `19`, `CoV`, but not `led` or
/// `Treaty`.
fn is_part(part: &str) -> bool {
    let small = part.chars().any(char::is_lowercase);
    !part.is_empty() && (!small || part.chars().filter(|c| c.is_uppercase()).count() > 1)
}

/// How long the sign is that joins another part to an abbreviation, with that part, in bytes: `&D`, `+3`, `/T`. Between
/// two longer ones a stroke means “or”.
fn joined(after: &str) -> Option<usize> {
    let sign = after.chars().next().filter(|c| SIGNS.contains(c))?;
    let part: String = after[1..].chars().take_while(|c| c.is_alphanumeric()).collect();
    let is_short = match sign {
        '/' => part.chars().count() == 1 && part.chars().all(char::is_uppercase),
        '+' => part.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()),
        _ => part.chars().all(char::is_uppercase),
    };
    (is_short && !part.is_empty()).then_some(1 + part.len())
}

/// Whether a text may have an abbreviation: two capitals in a row, or only `&` between them.
fn may_abbreviate(text: &str) -> bool {
    let mut before = false;
    text.chars().filter(|c| *c != '&').any(|c| {
        let capital = match c {
            '\0'..='\x7f' => c.is_ascii_uppercase(),
            'Ѐ'..='Я' => true,
            'а'..='џ' | '\u{2000}'..='\u{206f}' => false,
            _ => c.is_uppercase(),
        };
        std::mem::replace(&mut before, capital) && capital
    })
}

/// Whether it is spoken of as a word, “MK”, or is a part of a document's symbol, `1/CMA.6`.
fn is_mentioned(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = &text[at + word.len()..];
    let symbol = after.strip_prefix(['.', '/']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    before.is_some_and(|c| "“„«\"‘'/".contains(c)) || symbol
}

/// Two to eight capitals: a longer word in capitals is a shout. Codes with digits are not abbreviations, nor are Roman
/// numerals, also with a letter, as in “Annex IIA”.
fn is_abbreviation(word: &str) -> bool {
    let lettered =
        || word.strip_suffix(['A', 'B', 'C', 'D']).is_some_and(|number| number.len() > 1 && is_roman(number));
    (2..=LONGEST_ABBREVIATION).contains(&word.chars().count())
        && word.chars().all(char::is_uppercase)
        && !is_roman(word)
        && !lettered()
}

/// Whether it is a Roman numeral below 400, in Latin or Cyrillic letters: `XIV`, but not `ICC`.
fn is_roman(word: &str) -> bool {
    let latin = word.replace('Х', "X").replace('І', "I").replace('С', "C");
    let parts = ["C", "C", "C", "XC", "XL", "L", "X", "X", "X", "IX", "IV", "V", "I", "I", "I"];
    parts.into_iter().fold(&latin[..], |rest, part| rest.strip_prefix(part).unwrap_or(rest)).is_empty()
}

/// Whether a word is in a heading or shout in capitals: beside two more words in capitals, or a known shout.
fn is_shouted(text: &str, word: Range<usize>) -> bool {
    // Nothing but a space parts the words of a heading; a list of abbreviations has commas.
    let capitals = |word: &&str| word.chars().all(char::is_uppercase);
    // As far as two words reach.
    let start = text.floor_char_boundary(word.start.saturating_sub(NEAR));
    let end = text.ceil_char_boundary((word.end + NEAR).min(text.len()));
    let before = text[start..word.start].rsplit(' ').skip(1).take(2).take_while(|it| !it.is_empty() && capitals(it));
    let after = text[word.end..end].strip_prefix(' ').unwrap_or_default().split(' ').take(2);
    let after =
        after.map(|it| it.trim_end_matches(['.', ':', '!', '?'])).take_while(|it| !it.is_empty() && capitals(it));
    let around: Vec<&str> = before.chain(after).collect();
    around.len() > 1 || around.iter().any(|word| SHOUTS.contains(word))
}

/// The letters that names in a text begin with, in its order, as abbreviations take them: those of words in capitals,
/// of the same with the parts of compounds (`Co-operation` gives one letter or two), and of all words; any in a row may
/// be an abbreviation. Then the letters of the longer words from each word in capitals on, for a name of which only the
/// first word has a capital, as in French and Spanish: its abbreviation begins with the first of them.
fn initials(text: &str) -> ([Vec<char>; 3], Vec<Vec<char>>) {
    let [mut names, mut compounds, mut all, mut longer] = [const { Vec::new() }; 4];
    let mut starts = Vec::new();
    // The letters of `M&E` are not words that it stands for.
    let is_letter = |range: &Range<usize>| text[range.end..].starts_with('&') || text[..range.start].ends_with('&');
    for (_, word) in words(text).filter(|(range, _)| !is_letter(range)) {
        for (nth, part) in word.split('-').enumerate() {
            let mut letters = part.chars();
            let Some(first) = letters.next().and_then(|c| c.to_uppercase().next()) else { continue };
            all.push(first);
            if part.starts_with(first) && letters.next().is_some_and(char::is_lowercase) {
                compounds.push(first);
                if nth == 0 {
                    names.push(first);
                }
            }
        }
        for part in word.split(['-', '’', '\'']).filter(|part| part.chars().count() > SMALL) {
            let first = part.chars().next().and_then(|c| c.to_uppercase().next()).unwrap_or_default();
            if part.starts_with(first) {
                starts.push(longer.len());
            }
            longer.push(first);
        }
    }
    let of_name = move |start: usize| longer[start..longer.len().min(start + LONGEST_ABBREVIATION)].to_vec();
    ([names, compounds, all], starts.into_iter().map(of_name).collect())
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    fn step(text: &str) -> String {
        format!("[next_steps.a]\ntext = \"{text}\"\n")
    }

    #[test]
    fn each_abbreviation_is_reported_once_and_known_ones_never() {
        finds(&RULE, 1, &step("The JRC and the JRC’s chair, the US and Chapter XIV."));
        finds(&RULE, 0, &step("The US, the EU-led mission, Chapter VII and COP29."));
        finds(&RULE, 0, &step("The Joint River Commission will meet. The JRC has met."));
        finds(&RULE, 0, &step("The Technical Committee on Youth; the TCY meets."));
        finds(&RULE, 0, &step("Organisation for Security and Co-operation in Europe. OSCE."));
        finds(&RULE, 0, &step("La Direction des pêches maritimes et de l’aquaculture. DPMA."));
        finds(&RULE, 0, &step("El Tribunal supremo de justicia decide. El TSJ decide."));
        finds(&RULE, 1, &step("El tribunal supremo de justicia decide. El TSJ decide."));
        finds(&RULE, 0, &step("The JRC (joint river body) meets."));
        finds(&RULE, 0, &step("Plates have MK or MKD; FR, DE and POL object; the DPRK too."));
        finds(&RULE, 0, &step("Annex IIA and Chapter XIV; 300 MW by 9 PM CET for 5 m USD."));
        finds(&RULE, 0, &step("PRIVATE: our floor. DO NOT QUOTE. WATER TALKS RESUME."));
        finds(&RULE, 0, &step("The FLOOR is our floor, NEVER less."));
        finds(&RULE, 1, &step("The ICC, Annexes XXXIX, XLII and Розділ ХІV."));
        finds(&RULE, 0, &step("The USA, DE and FR AGREE."));
        finds(&RULE, 1, &step("The JRC, TCY and QXZ met; see HMS *Andromeda*, Art. 125 AEUV and E.ON."));
        finds(&RULE, 1, &step("The JRC: it met. Ask the UN JRC chair."));
        finds(&RULE, 0, &step("JRC-QX, the river body, meets; plates have “MK”; decision 1/CMA.6."));
        finds(&RULE, 0, &step("The US-ROK talks, the EU-Türkiye deal, a TOP-SECRET note, COVID-19 and R&D."));
        finds(&RULE, 0, &step("Document S/RES/242, A/HRC/RES/49/1, Annex II-IV, P5+1, G7+1, CO2 and HIV/AIDS."));
        finds(
            &RULE,
            0,
            &format!(
                "{}[parties.jrc]\nname = \"River Body\"\nshort = \"JRC\"\nrole = \"host\"",
                step("The JRC meets.")
            ),
        );
    }

    #[test]
    fn an_abbreviation_is_reported_whole_whatever_joins_its_parts() {
        for (text, expected) in [
            ("The PDI-P meets.", &["PDI-P"][..]),
            ("The PDI‑P’s chair and the PDI-P-led bloc.", &["PDI‑P", "PDI-P"]),
            ("The AU-PSC has met; so have QXs and a QX-led body.", &["AU-PSC", "QX"]),
            ("The M&E unit and the T-MEC.", &["M&E", "T-MEC"]),
            ("The ASEAN+3 and the ECE/T.", &["ASEAN+3", "ECE/T"]),
            ("The JRC/TCY track.", &["JRC"]),
            ("The BTR-80 and the SARS-CoV-2 tests.", &["BTR-80", "SARS-CoV-2"]),
            ("The PDI-P (a party) meets. The PDI-P has met.", &[]),
            ("The Partai Demokrasi Indonesia Perjuangan (PDI-P).", &[]),
            ("The Peace and Security Council meets. The AU-PSC has met.", &[]),
            ("The PSC (the council) meets. The AU-PSC has met.", &[]),
            ("Monitoring and Evaluation is theirs, says the M&E unit.", &[]),
        ] {
            let found = crate::check::example::diagnostics(&crate::check::example::brief(&step(text)));
            let found = found.iter().filter(|it| it.code == RULE.code);
            let messages =
                found.flat_map(|it| std::iter::once(&it.message).chain(it.related.iter().map(|it| &it.text)));
            let words: Vec<&str> = messages.map(|it| it.trim_end_matches("” is never written out")).collect();
            let expected: Vec<String> = expected.iter().map(|it| format!("“{it}")).collect();
            assert_eq!(words, expected, "{text}");
        }
        let party = "[parties.pdi]\nname = \"Partai\"\nshort = \"PDI-P\"\nrole = \"host\"\n";
        finds(&RULE, 0, &(step("The PDI-P meets.") + party));
        finds(&RULE, 0, &(step("The PDI-P meets.") + &party.replace("PDI-P", "PDI")));
    }

    #[test]
    fn what_is_joined_is_read_in_linear_time() {
        for text in ["A-", "A&", "AB+1", "A/"] {
            assert!(
                crate::growth::is_linear(5_000, |count| _ = super::abbreviations_of(&text.repeat(count)).count()),
                "{text}"
            );
        }
        let check = |count: usize| {
            let text = step(&format!("x.{}", "AB.".repeat(count)));
            _ = crate::check::example::diagnostics(&crate::check::example::brief(&text));
        };
        assert!(crate::growth::is_linear(2_000, check));
    }
}
