//! How much of a brief has room on its pages.
//!
//! What is left out is left out of the context of the template, so that the Markdown has the words of the page, and a
//! template need not know of it. The search is on one line: everything, from the most open setting down to the
//! comfortable size; then less and less at that size, from the end of the ranking; then what is held alone, down to the
//! smallest size.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::language::LanguageFiles;
use crate::layout::{LayoutResult, PageLabels, Style, Typesetter};
use crate::markdown;
use crate::model::Brief;
use crate::provenance::{FieldPath, Fields};
use crate::rank::{Cut, Item, Kind, Ranking};
use crate::source::Sources;
use crate::template::{
    self, CompiledTemplate, EarlierEdition, Merged, Sections, Template, TemplateOptions, UnknownSection,
};

/// A brief that is to be printed by a template.
pub(super) struct Page<'a> {
    pub(super) brief: &'a Brief,
    pub(super) earlier: Option<&'a EarlierEdition<'a>>,
    pub(super) template: &'a Template,
    /// `None` when it has errors.
    pub(super) compiled: Option<&'a CompiledTemplate>,
    pub(super) style: &'a Style,
    pub(super) languages: &'a LanguageFiles,
    pub(super) sources: &'a Sources,
    pub(super) words: &'a PageLabels,
}

/// What came of it.
pub(super) struct Attempt {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// `None` when the template has errors.
    pub(super) laid: Option<Laid>,
}

/// The Markdown, its blocks, and their pages if they were asked for.
pub(super) struct Laid {
    pub(super) markdown: String,
    /// The places in it are those of the file that the sources take in next.
    pub(super) document: markdown::Document,
    pub(super) layout: Option<LayoutResult>,
}

impl Attempt {
    /// The paths of the fields that it prints.
    fn fields(&self) -> HashSet<FieldPath> {
        self.laid.iter().flat_map(|laid| laid.document.fields()).collect()
    }

    fn overflows(&self) -> bool {
        let layout = self.laid.as_ref().and_then(|laid| laid.layout.as_ref());
        layout.is_some_and(|layout| layout.overflow.is_some())
    }
}

impl Page<'_> {
    /// Prints the brief: all of it where that has room, else without what ranks lowest.
    ///
    /// Only what may have to be cut, or is to be a PDF, is laid out.
    ///
    /// # Errors
    /// The sections that the style names and the template lacks.
    pub(super) fn fit(&self, pdf: bool, typesetter: &mut Typesetter<'_>) -> Result<Attempt, Vec<UnknownSection>> {
        let ranking = self.ranking();
        if ranking.ranked.is_empty() {
            return self.attempt(&ranking.cut(0), pdf.then_some(self.style), typesetter);
        }
        let all = self.attempt(&ranking.cut(ranking.ranked.len()), Some(&self.style.comfortable()), typesetter)?;
        if !all.overflows() {
            return Ok(all);
        }
        let printed = all.fields();
        let counted = |mut attempt: Attempt, kept: usize| {
            if let Some(layout) = attempt.laid.as_mut().and_then(|laid| laid.layout.as_mut()) {
                layout.fit.cut = counted(&ranking, kept, &printed);
            }
            attempt
        };
        if let Some(kept) = self.room(&ranking, typesetter) {
            return Ok(counted(self.attempt(&ranking.cut(kept), Some(&self.style.cut()), typesetter)?, kept));
        }
        let least = counted(self.attempt(&ranking.cut(0), Some(self.style), typesetter)?, 0);
        // Without a page there is nothing that the Markdown must agree with.
        Ok(if least.overflows() && !pdf { all } else { least })
    }

    fn sections(&self) -> Sections<'_> {
        let sections = &self.style.sections;
        Sections { wide: &sections.wide, columns: &sections.columns, drop: &sections.drop }
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

    /// Merges the brief into the template, without what is cut.
    fn merge(&self, cut: &Cut<'_>) -> Result<(Option<Merged>, Vec<Diagnostic>), Vec<UnknownSection>> {
        let setting = TemplateOptions { sections: self.sections(), languages: self.languages, cut };
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
    ) -> Result<Attempt, Vec<UnknownSection>> {
        let (merged, mut diagnostics) = self.merge(cut)?;
        let Some(Merged { markdown, fields }) = merged else { return Ok(Attempt { diagnostics, laid: None }) };
        let (document, found) = markdown::parse(&markdown, self.sources.next(), &fields);
        diagnostics.extend(found);
        let layout = style.map(|style| typesetter.lay_out(&document, style, self.words));
        Ok(Attempt { diagnostics, laid: Some(Laid { markdown, document, layout }) })
    }

    /// How much of the ranking has room at the comfortable size: the longest beginning of it that fits, when all of it
    /// does not. `None` when not even what is held has room.
    fn room(&self, ranking: &Ranking<'_>, typesetter: &mut Typesetter<'_>) -> Option<usize> {
        let (compiled, style) = (self.compiled?, self.style.cut());
        let mut excess = |kept: usize| {
            let cut = ranking.cut(kept);
            let setting = TemplateOptions { sections: self.sections(), languages: self.languages, cut: &cut };
            let text = compiled.draft(&self.template.files, self.brief, self.earlier, setting, self.sources)?;
            let (mut document, _) = markdown::parse(&text, self.sources.next(), &Fields::default());
            document.drop_unused_notes();
            Some(typesetter.excess(&document, &style, self.words))
        };
        // The height grows with what is kept, about evenly: the guess is where it would be as high as the page. Every
        // third time the middle is asked for, so that an uneven one takes no longer than bisection does.
        let mut fitting = (0, excess(0).filter(|over| *over <= 0.0)?);
        let mut above = (ranking.ranked.len(), excess(ranking.ranked.len())?.max(1.0));
        let mut turn = 0;
        while above.0 - fitting.0 > 1 {
            let share = if turn % 3 == 2 { 0.5 } else { -fitting.1 / (above.1 - fitting.1) };
            let guess = fitting.0 + ((above.0 - fitting.0) as f32 * share) as usize;
            let kept = guess.clamp(fitting.0 + 1, above.0 - 1);
            let over = excess(kept)?;
            if over <= 0.0 {
                fitting = (kept, over);
            } else {
                above = (kept, over);
            }
            turn += 1;
        }
        Some(fitting.0)
    }
}

/// What is left out of what a page with all of the brief prints, by kind: `3 developments`.
fn counted(ranking: &Ranking<'_>, kept: usize, printed: &HashSet<FieldPath>) -> Vec<String> {
    let field = |item: &Item<'_>| match item.kind() {
        Kind::Issue => ".title",
        Kind::Question => ".question",
        _ => ".text",
    };
    let cut = ranking.cut(kept);
    let left_out: Vec<Kind> = ranking
        .ranked
        .iter()
        .skip(kept)
        .filter(|item| !matches!(item, Item::Words(issue, _) | Item::Question(issue) if cut.hides(Item::Issue(issue))))
        .filter(|item| printed.contains(format!("{}{}", item.path(), field(item)).as_str()))
        .map(Item::kind)
        .collect();
    let line = |kind: &Kind| {
        let count = left_out.iter().filter(|it| *it == kind).count();
        let (one, many) = kind.nouns();
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    };
    Kind::ALL.iter().filter_map(line).collect()
}
