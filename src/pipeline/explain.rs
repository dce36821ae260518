//! Explains which fields of a brief a page prints, and which it leaves out.

use std::collections::{HashMap, HashSet};
use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;

use crate::layout::page::{GlyphRun, PageItem, Pages, StructureRole};
use crate::provenance::FieldPath;
use crate::rank::{Item, Ranking};
use crate::record::{Records, Value, around, is_within};

/// Where the fields of a brief are on its pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// What is printed, in reading order. The words of the template and the headers and footers of pages are not
    /// listed.
    pub printed: Vec<PrintedField>,
    /// The number of ranks: how many records and parts of records the page can leave out.
    pub ranks: usize,
    /// What was left out for lack of space: first what was ranked, then the fields in parts that the template itself
    /// drops.
    pub left_out: Vec<LeftOut>,
    /// The records that the brief keeps off the page with `on_page = false`.
    pub kept_off: Vec<String>,
    /// Fields that the template uses but does not print: numbers and flags, and words by which it groups records under
    /// headings.
    pub asked_for: Vec<String>,
    /// The fields of the brief that the template does not print, in the order of the brief. Content that is kept off
    /// the page because it is only for our side is not listed.
    pub unprinted: Vec<String>,
    /// The tables and fields of the records that the page could have; and whether the page prints or uses at least one
    /// of them.
    #[serde(skip)]
    pub(super) of_tables: IndexMap<(&'static str, &'static str), bool>,
}

/// Words on a page that come from one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PrintedField {
    /// The page number, from 1.
    pub page: usize,
    /// The path of the field, as `brief set` takes it: `positions.donbas.russia.text`.
    pub field: String,
    /// The rank of its record, from 1, the most important. The record with the largest number is left out first. `None`
    /// when the page always has it.
    pub rank: Option<usize>,
    /// The words.
    pub words: String,
}

/// A record or field that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// The path of the record or field.
    pub path: String,
    /// Its rank, from 1; `None` when it was in a part that the template drops.
    pub rank: Option<usize>,
}

/// The order in which a page leaves out records.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    /// The paths of records and fields, by rank; the first one has rank 1.
    ranked: Vec<String>,
    /// How many of them are kept: the first ranks.
    kept: usize,
    never: Vec<String>,
    /// The ranks by path.
    by_path: HashMap<String, usize>,
}

impl Ranks {
    /// The ranks of a page that keeps `kept` of the ranked items; `None` for all.
    pub(super) fn of(ranking: &Ranking<'_>, kept: Option<usize>) -> Self {
        let ranked: Vec<String> = ranking.ranked.iter().map(path).collect();
        let by_path = (1..).zip(&ranked).map(|(rank, path)| (path.clone(), rank)).collect();
        let kept = kept.unwrap_or(ranked.len());
        Self { ranked, kept, never: ranking.never().iter().map(path).collect(), by_path }
    }

    /// The rank of a field: its own, that of its record, or that of the issue to which the record belongs.
    fn of_field(&self, field: &str) -> Option<usize> {
        let field = field.split('[').next().unwrap_or(field);
        let record = field.rsplit_once('.').map_or(field, |(record, _)| record);
        // All fields of a position except its stance are left out with its text.
        let words = format!("{record}.text");
        let of_words = || self.by_path.get(&words).filter(|_| !field.ends_with(".stance"));
        let issue = record.strip_prefix("positions.").and_then(|rest| rest.split('.').next());
        let of_issue = || self.by_path.get(&format!("issues.{}", issue?));
        self.by_path.get(field).or_else(|| self.by_path.get(record)).or_else(of_words).or_else(of_issue).copied()
    }
}

/// The path of a ranked item: a record or a field.
fn path(item: &Item<'_>) -> String {
    match item {
        Item::Text(..) => item.path() + ".text",
        Item::Short(..) => item.path() + ".short",
        Item::Question(_) => item.path() + ".question",
        Item::Title(_) => item.path() + ".title",
        Item::WouldChange(_) => item.path() + ".would_change",
        Item::PushBack(_) => item.path() + ".push_back",
        _ => item.path(),
    }
}

/// The name of the list in the template context that a field sorts its record into. A template that uses the list
/// prints a heading instead of the field.
fn list_of(table: &str, field: &str, value: &Value) -> Option<String> {
    match value {
        Value::Word("PointResult" | "TalkingPointKind" | "ArgumentUse", word) => Some(word.replace('-', "_")),
        _ => ((table, field) == ("proposals.ID", "issue")).then(|| "proposals".to_owned()),
    }
}

impl Explanation {
    /// Explains a page. `in_text` are the fields in the merged text before parts of it were dropped, and `pages` the
    /// layout. `of_whole` are the fields that the template prints when it has the whole brief, `is_named` tells whether
    /// the template uses a field, and `records` are all records that the page could have.
    pub(super) fn of(
        (in_text, pages): (&[FieldPath], &Pages),
        ranks: &Ranks,
        of_whole: &HashSet<FieldPath>,
        is_named: impl Fn(&str) -> bool,
        records: &Records,
    ) -> Self {
        let printed = printed(pages, ranks);
        let on_pages: HashSet<&str> = printed.iter().map(|it| it.field.as_str()).collect();
        let by_rank = (1..).zip(&ranks.ranked).skip(ranks.kept);
        let by_rank = by_rank.map(|(rank, path)| LeftOut { path: path.clone(), rank: Some(rank) });
        let dropped = in_text.iter().filter(|path| !on_pages.contains(&***path));
        let left_out = by_rank.chain(dropped.map(|path| LeftOut { path: path.to_string(), rank: None })).collect();
        let mut explanation = Self {
            printed,
            ranks: ranks.ranked.len(),
            left_out,
            kept_off: ranks.never.clone(),
            asked_for: Vec::new(),
            unprinted: Vec::new(),
            of_tables: IndexMap::new(),
        };
        explanation.add_fields(of_whole, is_named, records);
        explanation
    }

    /// Sorts each field into one of the lists.
    fn add_fields(&mut self, of_whole: &HashSet<FieldPath>, is_named: impl Fn(&str) -> bool, records: &Records) {
        // A list counts as printed if one of its values is.
        let of_whole: HashSet<&str> = of_whole.iter().flat_map(|path| around(path)).collect();
        let never: HashSet<&str> = self.kept_off.iter().map(String::as_str).collect();
        for (path, record) in records.list.iter().filter(|(path, _)| !is_within(path, |it| never.contains(it))) {
            for (name, value) in &record.fields {
                let field = format!("{path}.{name}");
                let has_date = || ["date", "due"].iter().any(|it| of_whole.contains(format!("{path}.{it}").as_str()));
                // `on_page` decides where the record is printed, and `circa` how its date is.
                let is_flag =
                    matches!(value, Value::Boolean(_)) && (*name == "on_page" || *name == "circa" && has_date());
                // `file` is the picture that `alt` describes.
                let is_file = record.table.path == "figures.ID" && *name == "file";
                // A page with room for the text does not need its short form.
                let is_short = record.table.path == "positions.ISSUE.PARTY" && *name == "short";
                let is_shown = is_file && of_whole.contains(format!("{path}.alt").as_str())
                    || is_short && of_whole.contains(format!("{path}.text").as_str());
                let is_printed =
                    is_flag || is_shown || of_whole.contains(field.as_str()) || never.contains(field.as_str());
                let is_asked_for = match value {
                    _ if is_printed => false,
                    Value::Integer(_) | Value::Boolean(_) => is_named(name),
                    value => list_of(record.table.path, name, value).is_some_and(|list| is_named(&list)),
                };
                *self.of_tables.entry((record.table.path, *name)).or_default() |= is_printed || is_asked_for;
                if is_asked_for && !is_flag {
                    self.asked_for.push(field);
                } else if !is_printed {
                    self.unprinted.push(field);
                }
            }
        }
    }
}

/// The alternative text of a picture.
fn alternative<'p>(pages: &'p Pages, item: &PageItem) -> &'p str {
    let PageItem::Picture { element: Some(element), .. } = item else { return "" };
    match pages.elements.get(element.0).map(|element| &element.role) {
        Some(StructureRole::Figure { alt }) => alt,
        _ => "",
    }
}

/// The words of each field, in reading order. Consecutive words on one page, such as the lines of a paragraph, are one
/// entry.
fn printed(pages: &Pages, ranks: &Ranks) -> Vec<PrintedField> {
    let mut all: Vec<PrintedField> = Vec::new();
    for (page, items) in (1..).zip(&pages.pages) {
        // Whether the next words of the same field continue the last entry, since nothing else was printed in between.
        let mut open = false;
        for item in &items.items {
            let run = match item {
                PageItem::Glyphs(run) if run.element.is_some() => run,
                PageItem::Picture { fields, .. } => {
                    let words = alternative(pages, item);
                    let entry = |path: &FieldPath| PrintedField {
                        page,
                        field: path.to_string(),
                        rank: ranks.of_field(path),
                        words: words.to_owned(),
                    };
                    all.extend(fields.iter().map(entry));
                    open = false;
                    continue;
                }
                _ => continue,
            };
            let mut done = 0;
            for field in &run.fields {
                open &= is_blank(run, done..field.glyphs.start);
                let words = text(run, field.glyphs.clone());
                if let Some(last) = all.last_mut().filter(|last| open && *last.field == *field.path) {
                    last.words.push_str(&words);
                } else {
                    let rank = ranks.of_field(&field.path);
                    all.push(PrintedField { page, field: field.path.to_string(), rank, words });
                }
                (open, done) = (true, field.glyphs.end);
            }
            open &= is_blank(run, done..run.glyphs.len());
        }
    }
    for field in &mut all {
        field.words = field.words.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    all
}

/// The text of some glyphs, without the hyphens of line breaks.
fn text(run: &GlyphRun, glyphs: std::ops::Range<usize>) -> String {
    run.glyphs[glyphs].iter().map(|glyph| glyph.text.as_str()).filter(|text| *text != "\u{ad}").collect()
}

fn is_blank(run: &GlyphRun, glyphs: std::ops::Range<usize>) -> bool {
    text(run, glyphs).trim().is_empty()
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = 0;
        for printed in &self.printed {
            if printed.page != page {
                writeln!(f, "{}page {}", if page == 0 { "" } else { "\n" }, printed.page)?;
                page = printed.page;
            }
            let rank = printed.rank.map(|rank| format!(" ({rank} of {})", self.ranks)).unwrap_or_default();
            writeln!(f, "  {}{rank}: {}", printed.field, printed.words)?;
        }
        if !self.left_out.is_empty() {
            writeln!(f, "\nleft out for space")?;
        }
        for LeftOut { path, rank } in &self.left_out {
            let rank = rank.map(|rank| format!(" ({rank} of {})", self.ranks)).unwrap_or_default();
            writeln!(f, "  {path}{rank}")?;
        }
        let lists = [
            ("kept from the page by the brief", &self.kept_off),
            ("not printed, but used by the template or shown by the list that has the record", &self.asked_for),
            ("not printed by the template", &self.unprinted),
        ];
        for (title, fields) in lists.into_iter().filter(|(_, fields)| !fields.is_empty()) {
            writeln!(f, "\n{title}")?;
            fields.iter().try_for_each(|field| writeln!(f, "  {field}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Fonts, PageLabels, Style, lay_out};
    use crate::provenance::{FieldSpan, Fields};
    use crate::rank::ItemKind;
    use crate::source::Sources;
    use crate::{check, markdown, parse, record};

    const BRIEF: &str = "schema = 1\n[brief]\ntitle = \"Talks on water\"\nas_of = 2024-05-14\nedition = 2\nbottom_line = \"One.\"\n\
        [parties.a]\nname = \"Upstream\"\nrole = \"principal\"\ninterests = [\"Power\", \"Jobs\"]\n\
        [issues.i]\ntitle = \"Water\"\nstatus = \"contested\"\n\
        [positions.i.a]\nstance = \"demands\"\ntext = \"All.\"\nsources = [\"s\"]\n\
        [developments.x]\ndate = 2024-05-01\ncirca = true\ntext = \"One.\"\nsources = [\"s\"]\n\
        [developments.y]\ndate = 2024-04-01\ntext = \"Two.\"\nsources = [\"s\"]\n\
        [developments.z]\ndate = 2024-03-01\ntext = \"Three.\"\nsources = [\"s\"]\non_page = false\n\
        [sources.s]\npublisher = \"Agency\"\ndate = 2024-05-02\nkind = \"wire\"\n";

    #[test]
    fn fields_are_listed_by_page_and_what_is_left_out_with_them() {
        let text = "# Talks on water\n\n<!-- brief:drop priority=1 note=\"Left out.\" -->\n\nDropped claim.\n\n\
            <!-- /brief:drop -->\n\nUpstream wants Power unconditionally and that is what it says it wants.\n\n\
            <!-- brief:page-break -->\n\nOne.\n";
        let place = |words: &str| text.find(words).unwrap()..text.find(words).unwrap() + words.len();
        let span = |words: &str, path: &str| FieldSpan { range: place(words), path: path.into() };
        let fields = Fields {
            spans: vec![
                span("Talks on water", "brief.title"),
                span("Dropped claim", "claims.c.text"),
                span("Upstream", "parties.a.name"),
                span("Power uncondi", "parties.a.interests[0]"),
                span("tionally and that is what it says it wants", "parties.a.interests[1]"),
                span("One.", "brief.bottom_line"),
            ],
        };
        let mut sources = Sources::default();
        let file = sources.add("page.md", text);
        let brief = sources.add("a.toml", BRIEF);
        let (document, _) = markdown::parse(text, file, &fields);
        let labels = PageLabels { language: "en".to_owned(), ..PageLabels::default() };
        let mut style = Style::default();
        style.page.size = Some([90.0, 120.0]);
        style.page.margins = [15.0; 4];
        style.page.limit = 0;
        let mut pages = lay_out(&document, &style, &Fonts::embedded(), &labels).pages.unwrap();
        // As on a page that is too full for this field.
        for item in pages.pages.iter_mut().flat_map(|page| &mut page.items) {
            if let PageItem::Glyphs(run) = item {
                run.fields.retain(|field| *field.path != *"claims.c.text");
            }
        }
        let (tree, _) = parse::parse(&sources, brief);
        let in_text = document.fields();
        let of_whole = in_text.iter().cloned().collect();
        let (brief, _) = check::check(&tree, &sources);
        let brief = brief.unwrap();
        let ranks = Ranks::of(&Ranking::of(&brief, |kind| kind == ItemKind::Development), Some(1));
        let names = |field: &str| field == "edition";
        let found = Explanation::of((&in_text, &pages), &ranks, &of_whole, names, &record::records(&tree));
        assert_eq!(
            found.to_string(),
            "page 1\n  brief.title: Talks on water\n  parties.a.name: Upstream\n  parties.a.interests[0]: Power uncondi\n  \
             parties.a.interests[1]: tionally and that is what it says it wants\n\npage 2\n  brief.bottom_line: One.\n\n\
             left out for space\n  developments.y (2 of 2)\n  claims.c.text\n\n\
             kept from the page by the brief\n  developments.z\n\n\
             not printed, but used by the template or shown by the list that has the record\n  brief.edition\n\nnot printed by the template\n  brief.as_of\n  \
             parties.a.role\n  issues.i.title\n  issues.i.status\n  positions.i.a.stance\n  positions.i.a.text\n  \
             positions.i.a.sources\n  developments.y.date\n  developments.y.text\n  developments.y.sources\n  \
             developments.x.date\n  developments.x.circa\n  developments.x.text\n  developments.x.sources\n  \
             sources.s.publisher\n  sources.s.date\n  sources.s.kind\n"
        );
    }

    #[test]
    fn the_fields_of_a_large_brief_are_explained_in_linear_time() {
        let brief = |count: usize| {
            let record = |at| format!("[claims.c{at}]\ntext = \"Claim {at}.\"\nabout = [\"i\"]\non_page = false\n");
            BRIEF.to_owned() + &(0..count).map(record).collect::<String>()
        };
        let of_size = |count: usize| {
            let mut sources = Sources::default();
            let file = sources.add("a.toml", brief(count).as_str());
            let records = record::records(&parse::parse(&sources, file).0);
            let printed: HashSet<FieldPath> =
                (0..count).map(|at| format!("claims.c{at}.text").as_str().into()).collect();
            (count, records, printed)
        };
        let sizes = [of_size(500), of_size(2000)];
        assert!(crate::growth::is_linear(500, |count| {
            let (_, records, printed) = sizes.iter().find(|(size, ..)| *size == count).unwrap();
            let kept_off = (0..count).step_by(2).map(|at| format!("claims.c{at}")).collect();
            let mut explanation = Explanation { kept_off, ..Explanation::default() };
            explanation.add_fields(printed, |_| false, records);
            assert!(explanation.unprinted.iter().filter(|it| it.starts_with("claims.")).count() == count / 2);
        }));
    }
}
