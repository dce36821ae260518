//! A text that repeats words, a name, or a number, of a text above it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::subject::{Text, words};
use super::{CheckSubject, rule};
use crate::check::large_number::{cited_numbers, has_source, large_numbers, telling_numbers};
use crate::check::repetition::{is_name, long_runs, may_sign, name_of, names_in, runs, whole, wholes_in};
use crate::diagnostic::{Diagnostic, Severity};
use crate::handling::{Marking, OWN_SIDE, SchemeMark, is_marked};
use crate::parse::ValueKind;
use crate::record::LocatedTable;
use crate::schema::{Target, Type};

rule! {
    "repeated-above" Warning Values
    "A text repeats three or more words, a short text, a name, or a large number, from a text that is marked above it."
    "A release removes the higher text, but the lower one still says the same: no program can know that the two belong together. Names are those of parties, persons, offices and publishers, with four letters or more. Numbers are those of four digits or more that are not years; one that a text with a source has is known. Up to five words in a row, of which few are long, are a note: they may be the name of what is talked about. Reword the lower text, give it the same mark, or lower the mark of the other; or suppress the warning with the reason why readers may know it. `--release` refuses a brief while the lower text would be released and the higher one not, and names texts that this rule does not report: suppress it at each of them."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Upstream would take seven years [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[claims.years]
text = "In private, Upstream would take seven years."
sources = ["ministry"]
handling = "TLP:RED""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The schedule is open [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[claims.years]
text = "In private, Upstream would take seven years."
sources = ["ministry"]
handling = "TLP:RED""# }
    check
}

/// So many words in a row are no name.
const CERTAIN: usize = 6;

/// The texts that share words, by their indices, each with the marks that it bears.
type MarkedPlaces = Vec<(usize, usize)>;

/// Words in a row, by their places.
type KnownWords<'t> = HashMap<&'t [String], MarkedPlaces, RandomState>;

/// Single words.
type SingleWords = HashSet<String, RandomState>;

/// A text with words of texts above another one.
struct WordedText<'a> {
    text: &'a Text<'a>,
    /// The index in `classes`.
    class: usize,
    is_name: bool,
    /// The longest parts that have no other words, in lower case.
    parts: Vec<Vec<String>>,
    /// Whether that is all of it.
    is_whole: bool,
    /// Its large numbers that a text above another one has, each with whether it has a source.
    numbers: Vec<(String, bool)>,
}

/// The texts of a brief and who may read them.
struct MarkedTexts<'a> {
    /// Those that have words of a text above another one. Most briefs have few such words, and nothing else can be
    /// repeated.
    worded: Vec<WordedText<'a>>,
    /// Marks that stand together: who may read a text is cleared for each of them.
    classes: Vec<Vec<SchemeMark>>,
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(marking) = Marking::for_own_side(subject.document, subject.schemes) else { return };
    let tables = &subject.tables;
    let has_own_field =
        |it: &LocatedTable<'_>| it.fields().any(|(field, _)| marking.own_side.is_own_side_field(it, field.name));
    if !tables.iter().any(|it| is_marked(it) || marking.record(it).is_own_side() || has_own_field(it)) {
        return;
    }
    let all = MarkedTexts::of(subject, tables, &marking);
    let (known_runs, known_names) = all.index();
    let known_wholes = all.wholes();
    let known_long_runs = all.long_runs();
    let numbers = KnownNumbers::of(&all);
    let of_names: SingleWords = known_names.keys().copied().flatten().cloned().collect();
    for (at, WordedText { text, class, is_name, parts, .. }) in all.worded.iter().enumerate() {
        if all.is_of_own_side(*class) {
            continue;
        }
        let is_of_names = |name: &&[String]| name.iter().all(|word| of_names.contains(word));
        let candidates = parts.iter().flat_map(|part| names_in(part)).filter(is_of_names);
        let mut named = candidates.filter_map(|name| Some((all.above(at, known_names.get(name)?, false)?, name)));
        let of_name = named.find(|(other, _)| !may_sign(&text.path, &all.worded[*other].text.path));
        let of_whole = || {
            let mut candidates = parts.iter().flat_map(|part| wholes_in(part));
            candidates.find_map(|words| Some((all.above(at, known_wholes.get(words)?, false)?, words)))
        };
        let of_run = || {
            let mut candidates = parts.iter().flat_map(|part| runs(part));
            candidates.find_map(|run| Some((all.above(at, known_runs.get(run)?, *is_name)?, run)))
        };
        let in_a_row = || {
            let (other, words) = of_whole().or_else(of_run)?;
            Some((other, all.longest(at, other, words)))
        };
        let found = of_name.or_else(in_a_row);
        // Three words may be the name of what is talked about.
        let is_above = |run| known_long_runs.get(run).is_some_and(|places| all.above(at, places, *is_name).is_some());
        let has_long = || parts.iter().flat_map(|part| long_runs(part)).any(is_above);
        let is_short = found.is_some_and(|(_, words)| words.len() < CERTAIN);
        let is_doubtful = of_name.is_none() && is_short && !has_long();
        let found = found.map(|(other, words)| (other, words.join(" ")));
        let Some((other, shared)) = found.or_else(|| numbers.repeated(&all, at)) else { continue };
        let mut said = report(subject, &marking, &all, [at, other], &shared);
        if is_doubtful {
            said.severity = Severity::Note;
        }
        out.push(said);
    }
}

/// That a text, the first of two, repeats what the second says.
fn report(
    subject: &CheckSubject<'_>,
    marking: &Marking,
    all: &MarkedTexts<'_>,
    [lower, higher]: [usize; 2],
    shared: &str,
) -> Diagnostic {
    let WordedText { text, class, .. } = &all.worded[lower];
    let WordedText { text: higher, class: above, .. } = &all.worded[higher];
    let mark = all.unseen(*above, *class).map(|mark| marking.scheme.write(mark)).unwrap_or_default();
    let message = format!("`{}` repeats \"{shared}\" from `{}`, which is {mark}", text.path, higher.record());
    Diagnostic::new(RULE.code, message)
        .at(subject.place(&text.path))
        .related(subject.place(&higher.path), "said here")
        .caused_by(higher.record())
        .help(if mark == OWN_SIDE {
            "reword it, mark it own-side, too, or suppress this with the reason why others may know it".to_owned()
        } else {
            format!("reword it, mark it {mark}, too, or lower the mark of the other")
        })
}

impl<'a> MarkedTexts<'a> {
    fn of(subject: &'a CheckSubject<'_>, tables: &[LocatedTable<'_>], marking: &Marking) -> Self {
        let records: HashMap<&str, &LocatedTable<'_>> = tables.iter().map(|it| (it.path.as_str(), it)).collect();
        let mut all = Self { worded: Vec::new(), classes: Vec::new() };
        let classed = all.classed(subject, &records, marking);
        let of_higher = classed.iter().filter(|(_, class)| all.is_higher(*class)).map(|(text, _)| *text);
        let higher = HigherWords::of(of_higher);
        let is_public = |class: usize, source: &str| all.is_public(class, source, &records, marking);
        let worded = |(text, class)| {
            WordedText::of(text, class, &higher, records.get(text.record()).copied(), &|source| {
                is_public(class, source)
            })
        };
        all.worded = classed.into_iter().filter_map(worded).collect();
        all
    }

    /// The texts of a brief, each with its class, which this adds.
    fn classed(
        &mut self,
        subject: &'a CheckSubject<'_>,
        records: &HashMap<&str, &LocatedTable<'_>>,
        marking: &Marking,
    ) -> Vec<(&'a Text<'a>, usize)> {
        let mut classed: Vec<(&Text<'_>, usize)> = Vec::new();
        let is_party = |text: &str| records.contains_key(format!("parties.{text}").as_str());
        // The texts of a record follow one another.
        let mut of_record: Option<(&str, Vec<SchemeMark>)> = None;
        for text in &subject.texts {
            let Some(record) = records.get(text.record()) else { continue };
            let field = field(text);
            // The id of a party is not its name.
            let is_id = || may_be_id(record, field) && is_party(text.written);
            if ["handling", "unmarked"].contains(&field) || is_id() {
                continue;
            }
            let known = of_record.take().filter(|(path, _)| *path == record.path);
            let (path, marks_of_record) = known.unwrap_or_else(|| (&record.path, marks(record, records, marking)));
            let mut marks = marks_of_record.clone();
            of_record = Some((path, marks_of_record));
            match marking.field(record, field) {
                // The mark of a field is instead of that of the record.
                Some(mark) => marks.push(mark),
                None => marks.push(marking.record(record)),
            }
            let all_marks = marks.clone();
            let mut seen: Vec<SchemeMark> = Vec::new();
            // What another mark implies adds nothing.
            marks.retain(|mark| {
                let is_new = !seen.contains(mark);
                seen.push(mark.clone());
                is_new && !all_marks.iter().any(|other| other != mark && mark.is_within(other))
            });
            let is_same =
                |class: &Vec<SchemeMark>| class.len() == marks.len() && marks.iter().all(|it| class.contains(it));
            let class = self.classes.iter().position(is_same);
            classed.push((text, class.unwrap_or(self.classes.len())));
            if class.is_none() {
                self.classes.push(marks);
            }
        }
        classed
    }

    /// Whether the readers of the texts of a class may see a source.
    fn is_public(
        &self,
        class: usize,
        source: &str,
        records: &HashMap<&str, &LocatedTable<'_>>,
        marking: &Marking,
    ) -> bool {
        let record = records.get(format!("sources.{source}").as_str());
        record.is_some_and(|record| self.classes[class].iter().any(|own| marking.record(record).is_within(own)))
    }

    /// Whether there are readers of another class who may not see the texts of one. What is for our side alone repeats
    /// nothing that is above it.
    fn is_higher(&self, class: usize) -> bool {
        let mut others = (0..self.classes.len()).filter(|own| !self.is_of_own_side(*own));
        others.any(|own| !self.is_seen(class, own))
    }

    /// Whether the texts of a class are for our side alone.
    fn is_of_own_side(&self, class: usize) -> bool {
        self.classes[class].iter().any(SchemeMark::is_own_side)
    }

    /// Whether the readers of the texts of one class may see those of another.
    fn is_seen(&self, class: usize, own: usize) -> bool {
        self.unseen(class, own).is_none()
    }

    /// The first mark of the texts of one class for which the readers of another are not cleared.
    fn unseen(&self, class: usize, own: usize) -> Option<&SchemeMark> {
        self.classes[class].iter().find(|mark| !self.classes[own].iter().any(|own| mark.is_within(own)))
    }

    /// The texts that have three words, and a name, by these: the first of each class, names before sentences.
    fn index(&self) -> (KnownWords<'_>, KnownWords<'_>) {
        let (mut known, mut names) = (KnownWords::default(), KnownWords::default());
        let (first, then): (Vec<_>, Vec<_>) = self.worded.iter().enumerate().partition(|(_, it)| it.is_name);
        for (at, WordedText { text, class, parts, is_whole, .. }) in first.into_iter().chain(then) {
            parts.iter().flat_map(|part| runs(part)).for_each(|run| add(known.entry(run).or_default(), *class, at));
            let whole = parts.first().filter(|_| *is_whole);
            if let Some(name) = whole.and_then(|words| name_of(&text.path, words)) {
                add(names.entry(name).or_default(), *class, at);
            }
        }
        names.retain(|_, places: &mut MarkedPlaces| places.iter().any(|(class, _)| self.is_higher(*class)));
        (known, names)
    }

    /// The short texts by all their words: the first of each class.
    fn wholes(&self) -> KnownWords<'_> {
        let mut known = KnownWords::default();
        for (at, WordedText { class, parts, is_whole, is_name, .. }) in self.worded.iter().enumerate() {
            let words = parts.first().filter(|_| *is_whole && !is_name).and_then(|words| whole(words));
            if let Some(words) = words {
                add(known.entry(words).or_default(), *class, at);
            }
        }
        known
    }

    /// The longest sequence of words with some words in it that is in two texts: those before and after these that are
    /// the same in both.
    fn longest<'t>(&'t self, at: usize, other: usize, words: &'t [String]) -> &'t [String] {
        let within = |at: usize| {
            let mut parts = self.worded[at].parts.iter();
            parts.find_map(|part| Some((part, part.windows(words.len()).position(|it| it == words)?)))
        };
        let Some(((own, start), (higher, from))) = within(at).zip(within(other)) else { return words };
        let before = own[..start].iter().rev().zip(higher[..from].iter().rev()).take_while(|(a, b)| a == b).count();
        let (after, there) = (&own[start + words.len()..], &higher[from + words.len()..]);
        let after = after.iter().zip(there).take_while(|(a, b)| a == b).count();
        &own[start - before..start + words.len() + after]
    }

    /// The texts by their longer sequences of words: the first of each class.
    fn long_runs(&self) -> KnownWords<'_> {
        let mut known = KnownWords::default();
        for (at, WordedText { class, parts, .. }) in self.worded.iter().enumerate() {
            for run in parts.iter().flat_map(|part| long_runs(part)) {
                add(known.entry(run).or_default(), *class, at);
            }
        }
        known
    }

    /// Whether the readers of the texts of one class may see those of one of some others.
    fn is_among_seen(&self, classes: &[usize], own: usize) -> bool {
        classes.iter().any(|class| self.is_seen(*class, own))
    }

    /// The text with the same words that is above one, if none is that its readers may see. Such a one is reported
    /// itself. A name that a sentence above it has is a name that is known.
    fn above(&self, at: usize, places: &MarkedPlaces, is_name_only: bool) -> Option<usize> {
        let is_seen = |class: usize| self.is_seen(class, self.worded[at].class);
        if places.iter().any(|(class, other)| *other != at && is_seen(*class)) {
            return None;
        }
        let mut above = places.iter().filter(|(class, _)| !is_seen(*class)).map(|(_, other)| *other);
        above.find(|other| !is_name_only || self.worded[*other].is_name)
    }
}

/// Adds a text to those with the same words, if it is the first of its class.
fn add(places: &mut MarkedPlaces, own: usize, at: usize) {
    if places.iter().all(|(class, _)| *class != own) {
        places.push((own, at));
    }
}

/// What the texts above others have.
struct HigherWords {
    words: SingleWords,
    /// Large numbers.
    numbers: SingleWords,
}

impl HigherWords {
    fn of<'t>(texts: impl Iterator<Item = &'t Text<'t>>) -> Self {
        let mut all = Self { words: SingleWords::default(), numbers: SingleWords::default() };
        for text in texts {
            all.words.extend(words(&text.plain).map(|(_, word)| lowercase(word).into_owned()));
            all.numbers.extend(telling_numbers(&text.plain));
        }
        all
    }

    /// The large numbers of a text that these have, each with whether the text has a source for it that is public.
    fn numbers_in(
        &self,
        text: &Text<'_>,
        record: Option<&LocatedTable<'_>>,
        is_public: &dyn Fn(&str) -> bool,
    ) -> Vec<(String, bool)> {
        let mut found = if self.numbers.is_empty() { Vec::new() } else { large_numbers(&text.plain) };
        found.retain(|number| self.numbers.contains(number));
        if found.is_empty() {
            return Vec::new();
        }
        let is_sourced = record.is_some_and(|record| has_source(record, is_public));
        let cited = if text.prose { cited_numbers(text.written, is_public) } else { Vec::new() };
        let each = |number: String| {
            let is_sourced = is_sourced || cited.contains(&number);
            (number, is_sourced)
        };
        found.into_iter().map(each).collect()
    }
}

impl<'a> WordedText<'a> {
    /// A text of a record; `None` when it has none of the words and numbers.
    fn of(
        text: &'a Text<'a>,
        class: usize,
        higher: &HigherWords,
        record: Option<&LocatedTable<'_>>,
        is_public: &dyn Fn(&str) -> bool,
    ) -> Option<Self> {
        let (mut parts, mut part, mut is_whole) = (Vec::new(), Vec::new(), true);
        for (_, word) in words(&text.plain) {
            let word = lowercase(word);
            if higher.words.contains(&*word) {
                part.push(word.into_owned());
            } else {
                is_whole = false;
                parts.extend(Some(std::mem::take(&mut part)).filter(|part| !part.is_empty()));
            }
        }
        parts.extend(Some(part).filter(|part| !part.is_empty()));
        let numbers = higher.numbers_in(text, record, is_public);
        let has_some = !(parts.is_empty() && numbers.is_empty());
        has_some.then(|| Self {
            text,
            class,
            is_name: is_name(&text.path, words(&text.plain).count()),
            parts,
            is_whole,
            numbers,
        })
    }
}

/// The large numbers of texts that are above others.
struct KnownNumbers<'t> {
    /// The first text of each class that has the number.
    places: HashMap<&'t str, MarkedPlaces>,
    /// The classes of the texts with a source that have it: what is known from a source gives nothing away.
    sourced: HashMap<&'t str, Vec<usize>>,
}

impl<'t> KnownNumbers<'t> {
    fn of(all: &'t MarkedTexts<'_>) -> Self {
        let mut known = Self { places: HashMap::new(), sourced: HashMap::new() };
        for (at, WordedText { numbers, class, .. }) in all.worded.iter().enumerate() {
            for (number, is_sourced) in numbers {
                add(known.places.entry(number).or_default(), *class, at);
                let classes = known.sourced.entry(number).or_default();
                if *is_sourced && !classes.contains(class) {
                    classes.push(*class);
                }
            }
        }
        known
    }

    /// The text above one that has a number of it, and the number.
    fn repeated(&self, all: &MarkedTexts<'_>, at: usize) -> Option<(usize, String)> {
        let WordedText { numbers, class, .. } = &all.worded[at];
        numbers.iter().find_map(|(number, _)| {
            let sourced = self.sourced.get(number.as_str());
            let places =
                self.places.get(number.as_str()).filter(|_| !sourced.is_some_and(|of| all.is_among_seen(of, *class)));
            let other = all.above(at, places?, false)?;
            Some((other, number.clone()))
        })
    }
}

/// A word in lower case. Most have no others.
fn lowercase(word: &str) -> Cow<'_, str> {
    let is_lowercase = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lowercase { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// The marks that take a record out with something else: those of its required fields, and of the records without which
/// it is not there.
fn marks(record: &LocatedTable<'_>, records: &HashMap<&str, &LocatedTable<'_>>, marking: &Marking) -> Vec<SchemeMark> {
    let mut marks = Vec::new();
    let mut named = Vec::new();
    if record.table.path == "brief" {
        return marks;
    }
    for (field, entry) in record.fields() {
        if field.required {
            marks.extend(marking.field(record, field.name));
        }
        match (&field.kind, &entry.value.kind) {
            (Type::Id(target), ValueKind::Text(id)) if *target != Target::Source => {
                named.push(format!("{}.{id}", target.table()));
            }
            (Type::OneOrMore(Type::Id(target)), ValueKind::Text(id)) => named.push(format!("{}.{id}", target.table())),
            (Type::PartyOrText, ValueKind::Text(id)) => named.push(format!("parties.{id}")),
            (Type::List(kind), ValueKind::List(ids)) if record.table.target() != Some(Target::Issue) => {
                let only = if let [only] = &ids[..] { only.as_text() } else { None };
                if let (Type::Id(Target::Issue), Some(id)) = (&**kind, only) {
                    named.push(format!("issues.{id}"));
                }
            }
            _ => {}
        }
    }
    if let Some((issue, party)) = record.path.strip_prefix("positions.").and_then(|it| it.split_once('.')) {
        named.extend([format!("issues.{issue}"), format!("parties.{party}")]);
    }
    marks.extend(named.iter().filter_map(|path| records.get(path.as_str())).map(|it| marking.record(it)));
    marks
}

/// Whether a field of a record takes the id of a party, or another name.
fn may_be_id(record: &LocatedTable<'_>, field: &str) -> bool {
    record.table.field(field).is_some_and(|field| matches!(field.kind.item(), Type::PartyOrText))
}

/// The field of its record in which a text is.
fn field<'a>(text: &'a Text<'_>) -> &'a str {
    let path = text.path.strip_prefix(text.record()).unwrap_or(&text.path);
    path.trim_start_matches('.').split(['[', '.']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
