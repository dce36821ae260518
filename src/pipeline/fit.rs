//! How much of a brief has room on its pages.
//!
//! What is left out is left out of the context of the template, so that the Markdown has the words of the page, and a
//! template need not know of it. The search is on one line: everything, from the most open setting down to the
//! comfortable size; then less and less at that size, from the end of the ranking; then what is held alone, down to the
//! smallest size.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::Pictures;
use super::explain::Ranks;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::LanguageFiles;
use crate::layout::{LayoutResult, Overflow, PageLabels, PageStyle, Style, Typesetter};
use crate::markdown::{self, Block, BlockKind, PictureBlock};
use crate::model::Brief;
use crate::provenance::{FieldPath, Fields};
use crate::rank::{Cut, Item, ItemKind, Ranking};
use crate::source::{Sources, Span};
use crate::template::{
    self, CompiledTemplate, EarlierEdition, MergedTemplate, Sections, Template, TemplateOptions, UnknownSections,
};

/// A brief that is to be printed by a template.
#[derive(Clone, Copy)]
pub(super) struct BriefPage<'a> {
    pub(super) brief: &'a Brief,
    pub(super) earlier: Option<&'a EarlierEdition<'a>>,
    pub(super) template: &'a Template,
    /// `None` when it has errors.
    pub(super) compiled: Option<&'a CompiledTemplate>,
    pub(super) style: &'a Style,
    pub(super) languages: &'a LanguageFiles,
    pub(super) sources: &'a Sources,
    pub(super) words: &'a PageLabels,
    pub(super) pictures: &'a Pictures,
    /// The picture above the title.
    pub(super) logo: Option<&'a PictureBlock>,
    /// Whether it is printed on as many pages as it takes where what is held has no room.
    pub(super) draft: bool,
    /// Whether the ranks of its records are asked for.
    pub(super) explain: bool,
}

/// The result of laying out a brief.
pub(super) struct PageAttempt {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// `None` when the template has errors.
    pub(super) laid: Option<Laid>,
    /// What is too long; `None` when it fits.
    pub(super) overrun: Option<Overrun>,
    /// The fields that the template prints when the whole brief has room.
    pub(super) of_whole: HashSet<FieldPath>,
    /// The fields of the text before parts of it were dropped, if some were.
    before_dropping: Option<Vec<FieldPath>>,
    /// How many of the ranked items it has; `None` when it has all.
    kept: Option<usize>,
    /// What the page gives up in which order, if it was asked for.
    pub(super) ranks: Option<Ranks>,
}

/// A brief that is too long for its pages.
pub(super) struct Overrun {
    pub(super) overflow: Overflow,
    /// The records that are held and the lines that they take, the longest first.
    pub(super) costs: Vec<(String, usize)>,
}

/// The Markdown, its blocks, and their pages if they were asked for.
pub(super) struct Laid {
    pub(super) markdown: String,
    /// The places in it are those of the file that the sources take in next.
    pub(super) document: markdown::Document,
    /// The fields that name a record of which the text has the name.
    naming: HashSet<FieldPath>,
    pub(super) layout: Option<LayoutResult>,
}

impl PageAttempt {
    /// One of a template with errors.
    fn none(diagnostics: Vec<Diagnostic>) -> Self {
        let of_whole = HashSet::new();
        Self { diagnostics, laid: None, overrun: None, of_whole, before_dropping: None, kept: None, ranks: None }
    }

    /// The paths of the fields that it has, those of parts that the page drops among them, in the order of the text.
    pub(super) fn fields_in_order(&self) -> Vec<FieldPath> {
        let fields = || self.laid.as_ref().map(|laid| laid.document.fields());
        self.before_dropping.clone().or_else(fields).unwrap_or_default()
    }

    /// The same, and those that name a record.
    fn fields(&self) -> HashSet<FieldPath> {
        let naming = self.laid.iter().flat_map(|laid| laid.naming.iter().cloned());
        self.fields_in_order().into_iter().chain(naming).collect()
    }

    fn layout(&self) -> Option<&LayoutResult> {
        self.laid.as_ref()?.layout.as_ref()
    }

    /// How many pages it has; 0 when there are none.
    fn pages(&self) -> usize {
        self.layout().and_then(|layout| layout.pages.as_ref()).map_or(0, |pages| pages.pages.len())
    }

    fn overflows(&self) -> bool {
        self.layout().is_some_and(|layout| layout.overflow.is_some())
    }
}

impl BriefPage<'_> {
    /// Prints the brief: all of it where that has room, else without what ranks lowest.
    ///
    /// Only what may have to be cut or dropped, or whose size is asked for, as a PDF and a Word file do, is laid out.
    ///
    /// # Errors
    /// The sections that the style names and the template lacks.
    pub(super) fn fit(
        &self,
        pdf: bool,
        sized: bool,
        typesetter: &mut Typesetter<'_>,
    ) -> Result<PageAttempt, UnknownSections> {
        let mut ranking = self.ranking();
        let mut attempt = self.largest(&mut ranking, pdf, sized, typesetter)?;
        if self.explain {
            ranking.keep_printed(|item| attempt.of_whole.contains(field_of(item).as_str()));
            attempt.ranks = Some(Ranks::of(&ranking, attempt.kept));
        }
        let overflow = attempt.layout().and_then(|layout| layout.overflow.clone());
        // Without a page there is nothing that it would be too long for.
        let Some(overflow) = overflow.filter(|_| pdf) else { return Ok(attempt) };
        let costs = self.costs(&ranking, &attempt.fields(), &overflow, typesetter);
        let lines = overflow.lines;
        if self.draft {
            let style = Style { page: PageStyle { limit: 0, ..self.style.page.clone() }, ..self.style.clone() };
            let whole = ranking.cut(ranking.ranked.len());
            let ranks = attempt.ranks.take();
            attempt = PageAttempt { ranks, ..self.attempt_of(&whole, Some(&style), Some(lines), typesetter)? };
            if let Some(layout) = attempt.laid.as_mut().and_then(|laid| laid.layout.as_mut()) {
                layout.fit.overrun = lines;
            }
        }
        attempt.overrun = Some(Overrun { overflow, costs });
        Ok(attempt)
    }

    /// Prints as much of the brief as has room, or what is held alone.
    fn largest<'b>(
        &'b self,
        ranking: &mut Ranking<'b>,
        pdf: bool,
        sized: bool,
        typesetter: &mut Typesetter<'_>,
    ) -> Result<PageAttempt, UnknownSections> {
        if ranking.ranked.is_empty() {
            let is_laid = pdf || sized || self.may_drop();
            let all = self.attempt(&ranking.cut(0), is_laid.then_some(self.style), typesetter)?;
            return Ok(PageAttempt { of_whole: all.fields(), ..all });
        }
        let whole = ranking.cut(ranking.ranked.len());
        let all = self.attempt(&whole, Some(&self.style.comfortable()), typesetter)?;
        let printed = all.fields();
        if !all.overflows() {
            // A limit is not a target: what fits on fewer pages stays there.
            for limit in 1..all.pages() as u16 {
                let mut style = self.style.comfortable();
                style.page.limit = limit;
                let fewer = self.attempt(&whole, Some(&style), typesetter)?;
                if !fewer.overflows() {
                    return Ok(PageAttempt { of_whole: printed, ..fewer });
                }
            }
            return Ok(PageAttempt { of_whole: printed, ..all });
        }
        ranking.keep_printed(|item| printed.contains(field_of(item).as_str()));
        if let Some(mut kept) = self.room(ranking, typesetter) {
            let mut attempt = self.attempt(&ranking.cut(kept), Some(&self.style.cut()), typesetter)?;
            // A template that prints the sources otherwise than as notes may be longer than was measured.
            while attempt.overflows() && kept > 0 {
                kept -= 1;
                attempt = self.attempt(&ranking.cut(kept), Some(&self.style.cut()), typesetter)?;
            }
            return Ok(PageAttempt { of_whole: printed, kept: Some(kept), ..attempt });
        }
        let least = self.attempt(&ranking.cut(0), Some(self.style), typesetter)?;
        // Without a page there is nothing that the Markdown must agree with.
        let least = PageAttempt { kept: Some(0), ..least };
        Ok(PageAttempt { of_whole: printed, ..if least.overflows() && !pdf { all } else { least } })
    }

    /// The records that are held and printed, with the lines that each of them takes.
    fn costs(
        &self,
        ranking: &Ranking<'_>,
        printed: &HashSet<FieldPath>,
        overflow: &Overflow,
        typesetter: &mut Typesetter<'_>,
    ) -> Vec<(String, usize)> {
        let mut excess = |cut: &Cut<'_>| self.excess(cut, self.style, typesetter);
        let Some(all) = excess(&ranking.cut(0)) else { return Vec::new() };
        let held = ranking.held.iter().filter(|item| printed.contains(field_of(item).as_str()));
        let cost = |item: &Item<'_>| {
            let without = excess(&ranking.cut_with(0, Some(*item)))?;
            Some((item.path(), overflow.lines_of(all - without)))
        };
        let mut costs: Vec<(String, usize)> = held.take(MOST_HELD).filter_map(cost).collect();
        costs.retain(|(_, lines)| *lines > 0);
        costs.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        // The words of a position and the question of an issue go with the issue.
        let mut known = HashSet::new();
        costs.retain(|(path, _)| known.insert(path.clone()));
        costs
    }

    fn sections(&self) -> Sections<'_> {
        let sections = &self.style.sections;
        Sections { wide: &sections.wide, columns: &sections.columns, drop: &sections.drop, dropped: 0 }
    }

    /// Whether there are parts that the page may give up as a whole.
    fn may_drop(&self) -> bool {
        let in_text = || {
            let mut texts = self.template.files.iter().map(|file| &self.sources.file(file.file).text);
            texts.any(|text| text.contains("brief:drop"))
        };
        self.style.page.limit > 0 && (!self.style.sections.drop.is_empty() || in_text())
    }

    /// What of the brief the page can give up. A page without a limit has all.
    fn ranking(&self) -> Ranking<'_> {
        match self.compiled {
            Some(compiled) if self.style.page.limit > 0 => {
                Ranking::of(self.brief, |kind| compiled.can_cut(kind, self.sections()))
            }
            _ => Ranking::default(),
        }
    }

    /// Merges the brief into the template, without what is cut, and without the parts that are dropped up to a
    /// priority.
    fn merge(&self, cut: &Cut<'_>, dropped: u8) -> Result<(Option<MergedTemplate>, Vec<Diagnostic>), UnknownSections> {
        let sections = Sections { dropped, ..self.sections() };
        let setting = TemplateOptions { sections, languages: self.languages, cut };
        match self.compiled {
            Some(compiled) => compiled.render(&self.template.files, self.brief, self.earlier, setting, self.sources),
            // Its errors are reported.
            None => template::render(&self.template.files, self.brief, self.earlier, setting, self.sources),
        }
    }

    /// Prints the brief without what is cut, and lays it out in a style.
    fn attempt(
        &self,
        cut: &Cut<'_>,
        style: Option<&Style>,
        typesetter: &mut Typesetter<'_>,
    ) -> Result<PageAttempt, UnknownSections> {
        self.attempt_of(cut, style, None, typesetter)
    }

    /// Prints the brief without what is cut, as a draft that is this many lines too long, if it is one.
    ///
    /// What the page drops is in no form of it, nor are the sources that nothing else cites: so the brief is merged
    /// again without those parts, and laid out again in the space that this leaves.
    fn attempt_of(
        &self,
        cut: &Cut<'_>,
        style: Option<&Style>,
        overrun: Option<usize>,
        typesetter: &mut Typesetter<'_>,
    ) -> Result<PageAttempt, UnknownSections> {
        let mut attempt = self.attempt_without(0, cut, style, overrun, typesetter)?;
        let mut dropped = 0;
        while let Some(layout) = attempt.layout().filter(|it| it.overflow.is_none() && it.fit.dropped > dropped) {
            dropped = layout.fit.dropped;
            let left_out = layout.fit.left_out.clone();
            let before_dropping = Some(attempt.fields_in_order());
            let mut next =
                PageAttempt { before_dropping, ..self.attempt_without(dropped, cut, style, overrun, typesetter)? };
            if let Some(layout) = next.laid.as_mut().and_then(|laid| laid.layout.as_mut()) {
                layout.fit.left_out.retain(|note| !left_out.contains(note));
                layout.fit.left_out.splice(0..0, left_out);
            }
            attempt = next;
        }
        Ok(attempt)
    }

    /// Does the same without the parts that are dropped up to a priority.
    fn attempt_without(
        &self,
        dropped: u8,
        cut: &Cut<'_>,
        style: Option<&Style>,
        overrun: Option<usize>,
        typesetter: &mut Typesetter<'_>,
    ) -> Result<PageAttempt, UnknownSections> {
        let (merged, mut diagnostics) = self.merge(cut, dropped)?;
        let Some(MergedTemplate { mut markdown, mut fields, naming }) = merged else {
            return Ok(PageAttempt::none(diagnostics));
        };
        let mut words = Cow::Borrowed(self.words);
        if let Some(lines) = overrun {
            words.to_mut().notice = self.words.overrun.replace("{lines}", &lines.to_string());
            let notice = format!("**{}**\n\n", template::escaped(&words.notice));
            fields.shift(notice.len());
            markdown.insert_str(0, &notice);
        }
        let (mut document, found) = markdown::parse(&markdown, self.sources.next(), &fields);
        diagnostics.extend(found);
        let unknown = self.set_pictures(&mut document);
        // Of an earlier edition a picture may be gone: its words are in its place.
        if self.earlier.is_none() {
            diagnostics.extend(unknown.into_iter().map(|range| {
                let message = "a picture that is the file of no record of `[figures.ID]`";
                Diagnostic::new(Code::UNSUPPORTED_MARKDOWN, message).at(Span::new(self.sources.next(), range))
            }));
        }
        let mut layout = style.map(|style| typesetter.lay_out(&document, style, &words));
        if let Some(layout) = &mut layout {
            layout.fit.cut = counted(cut);
        }
        Ok(PageAttempt { laid: Some(Laid { markdown, document, naming, layout }), ..PageAttempt::none(diagnostics) })
    }

    /// Puts the pictures into a document, and the logo before it. Returns the places of those that are not known.
    fn set_pictures(&self, document: &mut markdown::Document) -> Vec<Range<usize>> {
        let unknown = document.set_pictures(&|file| self.pictures.find(file));
        let logo = self.logo.map(|logo| Block { kind: BlockKind::Picture(logo.clone()), span: 0..0 });
        document.blocks.splice(0..0, logo);
        unknown
    }

    /// By how many points the brief without what is cut is too high for its pages at the tightest setting of a style.
    /// `None` when its template has errors.
    fn excess(&self, cut: &Cut<'_>, style: &Style, typesetter: &mut Typesetter<'_>) -> Option<f32> {
        let setting = TemplateOptions { sections: self.sections(), languages: self.languages, cut };
        let text = self.compiled?.to_measure(&self.template.files, self.brief, self.earlier, setting, self.sources)?;
        let (mut document, _) = markdown::parse(&text, self.sources.next(), &Fields::default());
        document.drop_unused_notes();
        self.set_pictures(&mut document);
        Some(typesetter.excess(&document, style, self.words))
    }

    /// How much of the ranking has room at the comfortable size: a beginning of it that fits where one record more does
    /// not. `None` when not even what is held has room.
    fn room(&self, ranking: &Ranking<'_>, typesetter: &mut Typesetter<'_>) -> Option<usize> {
        let style = self.style.cut();
        // What a template with an error prints has no height. So the page is tried, which reports the error.
        let mut fits = |kept: usize| self.excess(&ranking.cut(kept), &style, typesetter).is_none_or(|it| it <= 0.0);
        if !fits(0) {
            return None;
        }
        // The height does not always grow with what is kept: with more words the columns of a table have other widths.
        // So the places that are tried follow from what fits at those before, and not from how much there is or by how
        // much it is too high: what is not on the page has no say in what is.
        let (mut kept, mut step) = (0, ranking.ranked.len().next_power_of_two());
        while step > 0 {
            if kept + step < ranking.ranked.len() && fits(kept + step) {
                kept += step;
            }
            step /= 2;
        }
        Some(kept)
    }
}

/// The most records whose cost is measured.
const MOST_HELD: usize = 60;

/// The path of the field that shows whether a page has an item.
fn field_of(item: &Item<'_>) -> String {
    let field = match item.kind() {
        ItemKind::Issue | ItemKind::Option | ItemKind::AgendaItem | ItemKind::Title => ".title",
        ItemKind::Person => ".name",
        ItemKind::Meeting => ".event",
        ItemKind::Aim => ".goal",
        ItemKind::Clearance => ".office",
        ItemKind::Figure => ".alt",
        ItemKind::Question => ".question",
        ItemKind::WouldChange => ".would_change[0]",
        ItemKind::PushBack => ".push_back",
        ItemKind::Background => "",
        _ => ".text",
    };
    item.path() + field
}

/// What is left out, by kind: `3 developments`.
fn counted(cut: &Cut<'_>) -> Vec<String> {
    let line = |kind: &ItemKind| {
        let (count, _) = cut.count(*kind)?;
        let (one, many) = kind.nouns();
        Some(format!("{count} {}", if count == 1 { one } else { many }))
    };
    ItemKind::ALL.iter().filter_map(line).collect()
}
