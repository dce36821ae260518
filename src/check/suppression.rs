//! Suppressions: the comments in a brief that say of a warning that it is meant, `# brief: allow CODE -- REASON`.
//!
//! As in Clippy's `#[expect(…, reason = "…")]` a reason is required and a suppression without effect is reported, unless a release may need it (`repeated-above`); the
//! two hyphens before the reason are those of `eslint-disable` comments.

use std::collections::BTreeMap;
use std::ops::Range;

use super::suggest::Suggest;
use crate::diagnostic::{Code, Diagnostic, Fix, Replacement, Severity, Suppression, code};
use crate::parse::{About, Comment, TomlDocument};
use crate::source::{FileId, Span, shortened};

/// What a suppression looks like, for help.
const FORM: &str = "# brief: allow CODE -- REASON";
/// The code that also has an effect on releases.
pub(crate) const REPEATED_ABOVE: &str = "repeated-above";
/// What is between the codes and the reason. Word processors make one of the others of two hyphens.
const SEPARATORS: [&str; 3] = ["--", "—", "–"];

/// The suppressions of one file.
#[derive(Debug, Clone)]
pub struct Suppressions {
    file: FileId,
    comments: Vec<Allowing>,
    /// Where the first statement begins. A comment directly above it may be meant for the whole file.
    first: usize,
    /// Which suppression covers a place: by code, kind of place and start, with the end of the place.
    index: BTreeMap<(Code, PlaceKind, usize), (usize, Use)>,
}

/// A comment with a reason.
#[derive(Debug, Clone)]
struct Allowing {
    comment: Comment,
    reason: String,
    /// The part of the file to take out with the comment: its line, if it has one of its own.
    whole: Range<usize>,
    codes: Vec<Allowed>,
    /// Whether it names something that is not a code of a warning.
    has_other: bool,
}

/// A code in a comment.
#[derive(Debug, Clone)]
struct Allowed {
    code: Code,
    place: Range<usize>,
    is_used: bool,
}

/// A code by its comment and its place in it.
type Use = (usize, usize);

/// The kinds of places, the largest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum PlaceKind {
    File,
    Table,
    Field,
}

/// A comment as it is written, with places in the file.
struct Written<'a> {
    codes: Vec<(Range<usize>, &'a str)>,
    /// Empty when there is none.
    reason: &'a str,
}

/// Why a code cannot be suppressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SuppressionRefusal {
    Unknown,
    Error,
    Own,
}

impl Suppressions {
    /// Reads the suppressions of a document from its text, and reports those that cannot be read.
    ///
    /// `is_warning` says whether the project has a code for a warning.
    #[must_use]
    pub fn new(
        document: &TomlDocument,
        text: &str,
        is_warning: impl Fn(Code) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let first = if document.comments().is_empty() { 0 } else { first_statement(text) };
        let mut all = Self { file: document.file(), comments: Vec::new(), first, index: BTreeMap::new() };
        // A later version of the format may have other codes.
        if diagnostics.iter().any(|diagnostic| diagnostic.code == Code::UNSUPPORTED_SCHEMA) {
            return all;
        }
        let mut suggest = Suggest::default();
        for comment in document.comments() {
            // What a comment is about may be what could not be read.
            let is_certain = comment.about != About::Nothing && !document.is_damaged(comment.span);
            if !(document.is_whole() || is_certain) {
                continue;
            }
            match read(text, comment) {
                Ok(Some(written)) => {
                    all.take(comment, &written, text, |name, place| match code_of(name, &is_warning) {
                        Ok(code) => Some(code),
                        Err(refusal) => {
                            diagnostics.push(refused(refusal, name, place, &mut suggest));
                            None
                        }
                    });
                }
                Ok(None) => {}
                Err(wrong) => diagnostics.push(*wrong),
            }
        }
        all
    }

    /// Takes a comment in. `code` gives the code of a name, which it reports if there is none.
    fn take(
        &mut self,
        comment: &Comment,
        written: &Written<'_>,
        text: &str,
        mut code: impl FnMut(&str, Span) -> Option<Code>,
    ) {
        let codes: Vec<Allowed> = written
            .codes
            .iter()
            .filter_map(|(place, name)| {
                let code = code(name, Span::new(self.file, place.clone()))?;
                Some(Allowed { code, place: place.clone(), is_used: false })
            })
            .collect();
        let (kind, range) = match &comment.about {
            About::Table(range) => (PlaceKind::Table, range.clone()),
            About::Field(range) => (PlaceKind::Field, range.clone()),
            About::File | About::Nothing => (PlaceKind::File, 0..usize::MAX),
        };
        for (at, allowed) in codes.iter().enumerate() {
            // Of two that say the same, the first has the effect.
            let key = (allowed.code, kind, range.start);
            self.index.entry(key).or_insert((range.end, (self.comments.len(), at)));
        }
        self.comments.push(Allowing {
            comment: comment.clone(),
            reason: written.reason.to_owned(),
            whole: comment.with_its_line(text),
            has_other: codes.len() < written.codes.len(),
            codes,
        });
    }

    /// Takes out the warnings that are suppressed, and returns them, each with its suppression: that of its first
    /// place. One with several places is suppressed when it is at each of them, or at their cause.
    pub fn apply(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
        if self.index.is_empty() {
            return Vec::new();
        }
        let mut suppressed = Vec::new();
        diagnostics.retain_mut(|diagnostic| {
            let others = if diagnostic.is_cause { 0 } else { diagnostic.same };
            let places = diagnostic.primary.iter().chain(diagnostic.related.iter().take(others));
            let covering: Vec<Option<Use>> = match diagnostic.primary {
                Some(_) => places.map(|label| self.covering(diagnostic.code, Some(label.span))).collect(),
                None => vec![self.covering(diagnostic.code, None)],
            };
            for (comment, at) in covering.iter().flatten() {
                self.comments[*comment].codes[*at].is_used = true;
            }
            let Some(Some((comment, _))) = covering.first().filter(|_| covering.iter().all(Option::is_some)) else {
                return true;
            };
            let allowing = &self.comments[*comment];
            let suppression = Suppression { span: allowing.comment.span, reason: allowing.reason.clone() };
            suppressed.push(Diagnostic { suppression: Some(suppression), ..diagnostic.clone() });
            false
        });
        suppressed
    }

    /// Whether the text at a place may be released though it repeats what is withheld: a comment of its field or table
    /// suppresses `repeated-above`. A release refuses texts in which the rule finds nothing, and texts of which it
    /// reports another.
    #[must_use]
    pub fn allows_repetition(&self, place: Span) -> bool {
        let found = super::code(REPEATED_ABOVE).and_then(|code| self.covering(code, Some(place)));
        found.is_some_and(|(comment, _)| self.comments[comment].is_of_one_place())
    }

    /// The suppression of a code at a place, of several the one about the smallest place. What has no place in the file
    /// is only in the whole file.
    fn covering(&self, code: Code, place: Option<Span>) -> Option<Use> {
        let place = place.filter(|span| span.file == self.file);
        let kinds = if place.is_some() {
            &[PlaceKind::Field, PlaceKind::Table, PlaceKind::File][..]
        } else {
            &[PlaceKind::File]
        };
        let at = place.map_or(0, |span| span.start);
        kinds.iter().find_map(|kind| {
            let before = (code, *kind, 0)..=(code, *kind, at);
            let (_, (end, found)) = self.index.range(before).next_back()?;
            (at < *end).then_some(*found)
        })
    }

    /// The suppressions that have suppressed nothing, each with a safe fix that removes it. Only for a file that has
    /// been looked at as a whole: where there are errors, the warning may not have been looked for.
    #[must_use]
    pub fn unused(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for allowing in &self.comments {
            // Warnings of the template and the page are found when the brief is rendered, and some repetitions when it
            // is released.
            let is_for_release = |it: &Allowed| it.code.name() == REPEATED_ABOVE && allowing.is_of_one_place();
            let is_unused = |it: &&Allowed| !it.is_used && !code::TABLE.contains(&it.code) && !is_for_release(it);
            let unused: Vec<(usize, &Allowed)> =
                allowing.codes.iter().enumerate().filter(|(_, it)| is_unused(it)).collect();
            if unused.len() == allowing.codes.len() && !allowing.has_other && !unused.is_empty() {
                found.push(allowing.unused_as_a_whole(self.first));
            } else {
                let all: Vec<usize> = unused.iter().map(|(at, _)| *at).collect();
                let kept = (0..allowing.codes.len()).find(|at| all.binary_search(at).is_err()).unwrap_or_default();
                found.extend(all.into_iter().map(|at| allowing.unused_code(at, kept)));
            }
        }
        found
    }
}

impl Allowing {
    /// Whether it is about a field or a table, and not about the whole file.
    fn is_of_one_place(&self) -> bool {
        matches!(self.comment.about, About::Field(_) | About::Table(_))
    }

    /// `first` is where the first statement begins.
    fn unused_as_a_whole(&self, first: usize) -> Diagnostic {
        let names = super::listed(self.codes.iter().map(|it| it.code.name()), "or");
        let title = "remove the suppression".to_owned();
        let mut diagnostic = self.unused(&names, self.comment.span.range(), self.whole.clone(), title);
        if self.comment.span.start < first && self.comment.about != About::File {
            diagnostic.help =
                Some("if the whole file is meant, leave a blank line below it; otherwise remove it".into());
            diagnostic.fix = None;
        }
        diagnostic
    }

    /// A code without effect in a comment that has others. The fix removes it with the comma between it and the first
    /// one that stays, `kept`, so that no two fixes overlap.
    fn unused_code(&self, at: usize, kept: usize) -> Diagnostic {
        let Allowed { code, place, .. } = &self.codes[at];
        let name = format!("`{}`", code.name());
        let next = self.codes.get(at + 1).filter(|_| at < kept).map(|next| place.start..next.place.start);
        let before = at.checked_sub(1).map(|before| self.codes[before].place.end..place.end);
        let removed = next.or(before).unwrap_or(place.clone());
        let mut diagnostic = self.unused(&name, place.clone(), removed, format!("remove {name} from the suppression"));
        if self.has_other {
            // What else it names has to be put right by a person.
            diagnostic.fix = None;
        }
        diagnostic
    }

    fn unused(&self, names: &str, place: Range<usize>, removed: Range<usize>, title: String) -> Diagnostic {
        let file = self.comment.span.file;
        let scope = match self.comment.about {
            About::File | About::Nothing => "file",
            About::Table(_) => "table",
            About::Field(_) => "field",
        };
        let edits = vec![Replacement { span: Span::new(file, removed), text: String::new() }];
        Diagnostic::new(Code::UNUSED_SUPPRESSION, format!("this {scope} has no warning {names} to suppress"))
            .at(Span::new(file, place))
            .help(title.clone())
            .fix(Fix { title, edits, safe: true })
    }
}

/// More codes are not repeated in help.
const MOST_NAMED: usize = 4;

const MISPLACED: &str = "put it directly above the field or the table that it is about, without a blank line between \
                         them, or at the top of the file for the whole of it";

/// Suppresses in one step: takes the suppressed warnings out of the diagnostics of a file and returns them, and reports
/// what is wrong with the suppressions. What is left of one cause is put together. `is_complete` says whether
/// everything was looked for.
pub fn suppress(
    document: &TomlDocument,
    text: &str,
    is_warning: impl Fn(Code) -> bool,
    is_complete: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Suppressions, Vec<Diagnostic>) {
    let mut suppressions = Suppressions::new(document, text, is_warning, diagnostics);
    let suppressed = suppressions.apply(diagnostics);
    if is_complete {
        diagnostics.append(&mut suppressions.unused());
    }
    crate::diagnostic::sort(diagnostics);
    crate::diagnostic::put_together(diagnostics);
    (suppressions, suppressed)
}

/// Reads a comment. `Ok(None)` is one that is neither a suppression nor a typo for one.
fn read<'a>(text: &'a str, comment: &Comment) -> Result<Option<Written<'a>>, Box<Diagnostic>> {
    let bad = |message: String, help: String| {
        Err(Box::new(Diagnostic::new(Code::BAD_SUPPRESSION, message).at(comment.span).help(help)))
    };
    let written = match words(text, comment) {
        Ok(Some(written)) => written,
        Ok(None) => return Ok(None),
        Err(word) => {
            return bad(format!("`brief: {}` is not a suppression", shortened(word)), format!("write `{FORM}`"));
        }
    };
    let count = written.codes.len();
    if !written.reason.contains(char::is_alphanumeric) {
        let names = written.codes.iter().map(|(_, name)| *name).filter(|name| super::code(name).is_some());
        let names: Vec<&str> = names.take(MOST_NAMED).collect();
        let names = if names.is_empty() { "CODE".to_owned() } else { names.join(", ") };
        let message = "this gives no reason, and so suppresses nothing";
        let help = format!("write the reason after two hyphens: `# brief: allow {names} -- REASON`");
        Err(Box::new(Diagnostic::new(Code::SUPPRESSION_WITHOUT_REASON, message).at(comment.span).help(help)))
    } else if count == 0 {
        bad("this names no code".to_owned(), format!("write `{FORM}`"))
    } else if count > super::codes().count() {
        bad("this names more codes than there are".to_owned(), format!("write `{FORM}`"))
    } else if comment.about == About::Nothing {
        bad("there is nothing that this comment applies to".to_owned(), MISPLACED.to_owned())
    } else {
        Ok(Some(written))
    }
}

/// The parts of a comment. `Ok(None)` is one that is not a suppression; the error is the word of one that should be.
fn words<'a>(text: &'a str, comment: &Comment) -> Result<Option<Written<'a>>, &'a str> {
    let (body, mut first) = (comment.body(text), comment.words(text));
    let verb = first.next().unwrap_or_default();
    if !comment.allows(text) {
        // A word for “allow”, or none at all; otherwise it is a sentence.
        let is_meant = [Some(verb), first.next()].into_iter().flatten().any(|word| super::code(word).is_some());
        return if is_meant { Err(verb) } else { Ok(None) };
    }
    let rest = &body[body.find(verb).unwrap_or_default() + verb.len()..];
    let separator = SEPARATORS.iter().filter_map(|it| Some((rest.find(it)?, it.len()))).min();
    let (codes, reason) = match separator {
        Some((at, length)) => (&rest[..at], rest[at + length..].trim_matches(|c: char| c.is_whitespace() || c == '-')),
        None => (rest, ""),
    };
    let offset = comment.span.end - rest.len();
    let mut at = 0;
    let words = codes.split([' ', '\t', ',']).map(|word| {
        let start = offset + at;
        at += word.len() + 1;
        (start..start + word.len(), word)
    });
    Ok(Some(Written { codes: words.filter(|(_, word)| !word.is_empty()).collect(), reason }))
}

fn code_of(name: &str, is_warning: &impl Fn(Code) -> bool) -> Result<Code, SuppressionRefusal> {
    let code = super::code(name).ok_or(SuppressionRefusal::Unknown)?;
    if [Code::BAD_SUPPRESSION, Code::SUPPRESSION_WITHOUT_REASON, Code::UNUSED_SUPPRESSION].contains(&code) {
        return Err(SuppressionRefusal::Own);
    }
    if is_warning(code) { Ok(code) } else { Err(SuppressionRefusal::Error) }
}

fn refused(refusal: SuppressionRefusal, name: &str, place: Span, suggest: &mut Suggest) -> Diagnostic {
    let shown = shortened(name);
    let (message, help) = match refusal {
        SuppressionRefusal::Unknown => {
            let warnings = super::codes().filter(|code| code.entry().severity != Severity::Error).map(Code::name);
            let near = suggest.nearest(name, warnings);
            (
                format!("no diagnostic is called `{shown}`"),
                near.map_or("`brief explain` lists them".to_owned(), |near| format!("did you mean `{near}`?")),
            )
        }
        SuppressionRefusal::Error => (
            format!("`{shown}` is an error, and only warnings and notes can be suppressed"),
            "remove it, and fix the error if there is one".to_owned(),
        ),
        SuppressionRefusal::Own => (
            format!("`{shown}` is about suppressions, so it cannot be suppressed"),
            "remove it; a project can allow it in briefing.toml".to_owned(),
        ),
    };
    Diagnostic::new(Code::BAD_SUPPRESSION, message).at(place).help(help)
}

/// Where the first line begins that has more than a comment.
fn first_statement(text: &str) -> usize {
    let is_above = |line: &&str| {
        let line = line.trim_start_matches('\u{feff}').trim_start();
        line.is_empty() || line.starts_with('#')
    };
    text.split_inclusive('\n').take_while(is_above).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, example};
    use crate::growth::is_linear;
    use crate::source::Sources;

    const HEAD: &str = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"Several are open [@ministry].\"";

    /// The reported codes and the suppressed ones, when every code but one in `errors` may be suppressed.
    fn said(text: &str, errors: &[&str]) -> (Vec<&'static str>, Vec<&'static str>) {
        let mut sources = Sources::default();
        let file = sources.add("brief.toml", text);
        let (document, mut diagnostics) = crate::parse::parse(&sources, file);
        let (brief, found) = check(&document, &sources);
        diagnostics.extend(found);
        let is_warning = |code: Code| !errors.contains(&code.name());
        let (_, suppressed) = suppress(&document, text, is_warning, brief.is_some(), &mut diagnostics);
        let names = |all: &[Diagnostic]| all.iter().map(|it| it.code.name()).collect::<Vec<_>>();
        (names(&diagnostics), names(&suppressed))
    }

    #[test]
    fn the_smallest_place_has_the_effect_and_a_project_can_forbid_it() {
        let line = |before: &str, beside: &str| {
            let head = HEAD.replace("[brief]", &format!("{before}[brief]"));
            example::brief(&format!("{head} {beside}"))
        };
        let own = "# brief: allow vague-quantifier -- r";
        assert_eq!(said(&line("", own), &[]), (vec![], vec!["vague-quantifier"]));
        assert_eq!(said(&line("", own), &["vague-quantifier"]).0, ["vague-quantifier", "bad-suppression"]);
        let twice = format!("{}\n\n{}", own, line("", own));
        assert_eq!(said(&twice, &[]), (vec!["unused-suppression"], vec!["vague-quantifier"]));
    }

    #[test]
    fn fixes_of_several_codes_in_one_comment_do_not_overlap() {
        let codes = ["silent-party", "loaded-word", "vague-quantifier", "own-denial", "relay-loop"];
        for used in 0..codes.len() {
            let mut names = codes;
            names.swap(used, 2);
            let text = example::brief(&format!("{HEAD} # brief: allow {} -- r", names.join(", ")));
            let mut sources = Sources::default();
            let file = sources.add("brief.toml", text.as_str());
            let (document, mut diagnostics) = crate::parse::parse(&sources, file);
            let (_, found) = check(&document, &sources);
            diagnostics.extend(found);
            suppress(&document, &text, |_| true, true, &mut diagnostics);
            let mut edits: Vec<Replacement> =
                diagnostics.iter().filter_map(|it| it.fix.clone()).flat_map(|it| it.edits).collect();
            edits.sort_by_key(|edit| edit.span.start);
            assert!(
                edits.len() == 4 && edits.windows(2).all(|two| two[0].span.end <= two[1].span.start),
                "{diagnostics:?}"
            );
            let mut all = text.clone();
            edits.iter().rev().for_each(|edit| all.replace_range(edit.span.range(), ""));
            assert!(all.contains("# brief: allow vague-quantifier -- r\n"), "{all}");
        }
    }

    #[test]
    fn a_comment_is_read_in_many_spellings() {
        for comment in [
            "#brief:allow vague-quantifier--r",
            "#  brief:  allow  vague-quantifier  —  r",
            "# brief: allow vague-quantifier – r -- r",
            "# brief: allow\tvague-quantifier, -- r",
        ] {
            assert_eq!(
                said(&example::brief(&format!("{HEAD} {comment}")), &[]),
                (vec![], vec!["vague-quantifier"]),
                "{comment}"
            );
        }
        for comment in ["# brief: allowed -- r", "# Brief: allow vague-quantifier -- r", "# brief", "# brief:"] {
            assert_eq!(
                said(&example::brief(&format!("{HEAD} {comment}")), &[]),
                (vec!["vague-quantifier"], vec![]),
                "{comment}"
            );
        }
    }

    #[test]
    fn what_a_document_of_a_later_version_suppresses_is_not_looked_at() {
        let text = "# brief: allow a-later-code -- r\n\nschema = 999\n";
        assert_eq!(said(text, &[]).0, ["unsupported-schema"]);
    }

    #[test]
    fn many_suppressions_are_read_in_linear_time() {
        let many =
            |piece: &str, count: usize| example::brief(HEAD).replace("[brief]", &(piece.repeat(count) + "[brief]"));
        for piece in [
            "# brief: allow vague-quantifier -- r\n",
            "# brief: allow vague-quantifier, no-such-code -- r\n",
            "# brief: allow vague-quantifier\n",
            "# brief: allow silent-party -- r\n\n",
        ] {
            assert!(is_linear(500, |count| assert!(said(&many(piece, count), &[]).0.len() >= count - 1)), "{piece}");
        }
        let words = |count: usize| format!("# brief: allow {}-- r\n", "silent-party, ".repeat(count));
        assert!(is_linear(5000, |count| assert_eq!(said(&many(&words(count), 1), &[]).0[0], "bad-suppression")));
    }
}
