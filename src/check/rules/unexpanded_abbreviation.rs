//! An abbreviation that is used but never written out.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use indexmap::IndexMap;

use super::subject::{Text, words};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::{self, is_known_abbreviation};

/// Words that are written in capitals to be seen, and labels of markings and notes.
const SHOUTS: &[&str] = &[
    "ALL", "ALWAYS", "AND", "ANY", "ARE", "ATTENTION", "BOTH", "BUT", "CLEAR", "CLOSED", "DO", "DRAFT", "EMBARGO",
    "EVERY", "FINAL", "FOR", "FROM", "GREEN", "AMBER", "HOW", "IMPORTANT", "INTERNAL", "IS", "KEY", "LESS", "MAY",
    "MORE", "MUST", "NB", "NEVER", "NEW", "NO", "NOT", "NOTE", "NOW", "ONLY", "OPEN", "OR", "PRIVATE", "PUBLIC",
    "RED", "SECRET", "SHALL", "STOP", "THE", "TBC", "TBD", "TODAY", "TOP", "UNTIL", "UPDATE", "URGENT", "VERY",
    "WARNING", "WHAT", "WHEN", "WHITE", "WHY", "WILL", "YES",
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

/// What comes before the number of a provision, in the languages of the program, in lower case.
const PROVISIONS: [&str; 22] = [
    "art", "article", "articles", "artikel", "artikels", "artigo", "artigos", "arts", "artículo", "artículos", "nr", "para",
    "paragraph", "section", "§", "§§", "ст", "статей", "статті", "статья", "статьи", "статьёй",
];
/// How far from a word its neighbours are looked for, in bytes.
const NEAR: usize = 60;

rule! {
    "unexpanded-abbreviation" Warning File
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
    for (word, (text, range)) in found {
        if explained.contains(word) {
            continue;
        }
        out.push(
            Diagnostic::new(RULE.code, format!("“{word}” is never written out"))
                .at(subject.within(text, range))
                .help(format!("write it out where it is first used, and then “({word})”")),
        );
    }
}

/// The abbreviations of a brief that the reader may not know, each with the place where it comes first.
fn abbreviations<'s>(subject: &'s CheckSubject<'_>) -> IndexMap<&'s str, (&'s Text<'s>, Range<usize>)> {
    // Of a party's short name the page has the full name at its end.
    let parties = subject.brief.parties.values();
    let short: HashSet<&str> = parties.flat_map(|party| words(party.short()).map(|(_, word)| word)).collect();
    // A word that the brief has in lower case too is not an abbreviation.
    let small = LazyCell::new(|| {
        let all = subject.texts.iter().flat_map(|text| words(&text.plain)).map(|(_, word)| word);
        all.filter(|word| word.starts_with(char::is_lowercase)).map(str::to_owned).collect::<HashSet<_>>()
    });
    let mut found = IndexMap::new();
    // Once each, however it is judged.
    let mut judged: HashSet<&str> = HashSet::new();
    for text in subject.texts.iter().filter(|text| text.prose && may_abbreviate(&text.plain)) {
        for (range, word) in words(&text.plain) {
            // Nearly every word is done with here, cheaply.
            if word.chars().take(2).filter(|c| c.is_uppercase()).count() < 2 {
                continue;
            }
            let word = stem(word);
            let is_left = || is_known_abbreviation(word, &subject.brief.language) || SHOUTS.contains(&word) || WORDS.contains(&word);
            let known = || is_left() || short.contains(word) || judged.contains(word);
            if !is_abbreviation(word) || known() || is_mentioned(&text.plain, range.start, word) || is_citation(&text.plain[..range.start]) {
                continue;
            }
            judged.insert(word);
            let is_small = || word.chars().count() > 3 && small.contains(&word.to_lowercase());
            if !is_shouted(&text.plain, range.clone()) && !is_small() {
                found.insert(word, (text, range.start..range.start + word.len()));
            }
        }
    }
    found
}

/// Those of the abbreviations that the brief writes out: by names that begin with their letters, or next to them.
fn explained<'s>(subject: &CheckSubject<'_>, found: &IndexMap<&'s str, (&'s Text<'s>, Range<usize>)>) -> HashSet<&'s str> {
    let by_letters: HashMap<Vec<char>, Vec<&str>> =
        found.keys().fold(HashMap::new(), |mut all: HashMap<_, Vec<&str>>, word| {
            all.entry(word.chars().filter(|c| c.is_alphabetic()).collect()).or_default().push(word);
            all
        });
    let lengths: BTreeSet<usize> = by_letters.keys().map(Vec::len).collect();
    let mut explained = HashSet::new();
    for text in &subject.texts {
        for initials in initials(&text.plain) {
            for run in lengths.iter().flat_map(|length| initials.windows(*length)) {
                explained.extend(by_letters.get(run).into_iter().flatten());
            }
        }
        for (range, word) in words(&text.plain) {
            let word = stem(word);
            if let Some((word, _)) = found.get_key_value(word)
                && is_explained(&text.plain, range.start, word)
            {
                explained.insert(*word);
            }
        }
    }
    explained
}

/// Whether a text explains a word at its place: “(JRC)”, “JRC (the joint river commission)”, “JRC, the joint commission”.
fn is_explained(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].trim_end().ends_with('(');
    let after = text[at + word.len()..].trim_start();
    let explained = [", the ", ", a ", ", an ", ", which ", ", who "];
    (before && after.starts_with([')', ',', ';']))
        || after.starts_with('(')
        || explained.iter().any(|it| name_end(after).starts_with(it))
}

/// Whether a text ends with the number of a provision, as in “Art. 125 TFEU”: what follows cites a law, and nobody writes it
/// out.
fn is_citation(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let mut is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    if !words.next().is_some_and(&mut is_number) {
        return false;
    }
    let provision = words.find(|word| !is_number(word)).unwrap_or_default();
    let provision = language::lower(provision.trim_start_matches('('));
    PROVISIONS.contains(&provision.trim_end_matches('.'))
}

/// Whether a text may have an abbreviation: two capitals in a row.
fn may_abbreviate(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|c| {
        let capital = match c {
            '\0'..='\x7f' => c.is_ascii_uppercase(),
            'Ѐ'..='Я' => true,
            'а'..='џ' | '\u{2000}'..='\u{206f}' => false,
            _ => c.is_uppercase(),
        };
        std::mem::replace(&mut before, capital) && capital
    })
}

/// What follows a name of several parts, such as `VMRO-DPMNE`.
fn name_end(after: &str) -> &str {
    after.trim_start_matches(|c: char| c == '-' || c.is_uppercase())
}

/// Whether it is spoken of as a word, “MK”, or is a part of a document's symbol, `1/CMA.6`.
fn is_mentioned(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = &text[at + word.len()..];
    let symbol = after.strip_prefix(['.', '/']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    before.is_some_and(|c| "“„«\"‘'/".contains(c)) || symbol
}

/// Without the ending of a genitive or plural: `IAEA’s`, `MPs`, and what a hyphen adds: `EU-led`.
fn stem(word: &str) -> &str {
    let word = word.split(['’', '\'', '-', '‑']).next().unwrap_or(word);
    word.strip_suffix('s').filter(|stem| is_abbreviation(stem)).unwrap_or(word)
}

/// Two to eight capitals: a longer word in capitals is a shout. Codes with digits are not abbreviations, nor are Roman
/// numerals, also with a letter, as in “Annex IIA”.
fn is_abbreviation(word: &str) -> bool {
    let lettered = || word.strip_suffix(['A', 'B', 'C', 'D']).is_some_and(|number| number.len() > 1 && is_roman(number));
    (2..=8).contains(&word.chars().count()) && word.chars().all(char::is_uppercase) && !is_roman(word) && !lettered()
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
    let after = after.map(|it| it.trim_end_matches(['.', ':', '!', '?'])).take_while(|it| !it.is_empty() && capitals(it));
    let around: Vec<&str> = before.chain(after).collect();
    around.len() > 1 || around.iter().any(|word| SHOUTS.contains(word))
}

/// The letters that names in a text begin with, in its order, as abbreviations take them: those of words in capitals,
/// of the same with the parts of compounds (`Co-operation` gives one letter or two), and of all words.
fn initials(text: &str) -> [Vec<char>; 3] {
    let [mut names, mut compounds, mut all] = [const { Vec::new() }; 3];
    for (_, word) in words(text) {
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
    }
    [names, compounds, all]
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
        finds(&RULE, 0, &step("The JRC (joint river body) meets."));
        finds(&RULE, 0, &step("Plates have MK or MKD; FR, DE and POL object; the DPRK too."));
        finds(&RULE, 0, &step("Annex IIA and Chapter XIV; 300 MW by 9 PM CET for 5 m USD."));
        finds(&RULE, 0, &step("PRIVATE: our floor. DO NOT QUOTE. WATER TALKS RESUME."));
        finds(&RULE, 0, &step("The FLOOR is our floor, NEVER less."));
        finds(&RULE, 1, &step("The ICC, Annexes XXXIX, XLII and Розділ ХІV."));
        finds(&RULE, 0, &step("The USA, DE and FR AGREE."));
        finds(&RULE, 3, &step("The JRC, TCY and QXZ met."));
        finds(&RULE, 1, &step("The JRC: it met. Ask the UN JRC chair."));
        finds(&RULE, 0, &step("JRC-QX, the river body, meets; plates have “MK”; decision 1/CMA.6."));
        finds(&RULE, 0, &format!("{}[parties.jrc]\nname = \"River Body\"\nshort = \"JRC\"\nrole = \"host\"", step("The JRC meets.")));
    }
}
