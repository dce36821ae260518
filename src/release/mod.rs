//! Releases: a brief for readers who may see only a part of it.
//!
//! Content above the release is removed from the text of the brief before any other stage sees it. `plan` decides what
//! is removed, including everything that refers to it, and `text` writes the rest. No later stage knows that there was
//! more, so none can show it. `proof` searches the outputs for words of the removed content.

mod plan;
mod proof;
mod repeated;
mod taken;
mod text;

use std::collections::{BTreeSet, HashSet};

use crate::check::{REPEATED_ABOVE, Suppressions, with_what_is_named};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::handling::{Marking, MarkingError, OWN_SIDE, Schemes};
use crate::model::Id;
use crate::parse::TomlDocument;
use crate::record::tables;
use crate::source::{FileId, Sources, Span};

use plan::{Plan, Readers};
pub use proof::{Proof, compared_leak, shown_leak};
use taken::TakenOut;

/// The readers for whom a brief is released.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    /// The level, as the scheme of the brief writes it: `TLP:GREEN`.
    pub level: String,
    /// The caveats for which the readers are cleared.
    pub caveats: Vec<String>,
    /// Whether the readers may know that a position is withheld.
    pub shows_withheld: bool,
}

/// The content that a release withholds from a brief.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// The withheld records, fields and items.
    taken: TakenOut,
    /// The marks of the brief, by which the release was decided.
    marking: Marking,
    /// The withheld positions on issues and of parties that are released, if the readers may know of them.
    pub shown: BTreeSet<(Id, Id)>,
    /// The words that must not be in any output made from the rest.
    pub proof: Proof,
}

/// A brief without what a release withholds.
#[derive(Debug, Clone)]
pub struct Released {
    /// The text of the released brief. Each remaining record and field is on the same line as before.
    pub text: String,
    /// The released texts of the shared files that it uses, by file.
    pub shared: Vec<(FileId, String)>,
    /// The withheld content.
    pub withheld: Withheld,
}

impl Release {
    /// The level and the caveats in a form for file names: `tlp-green`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let written =
            std::iter::once(&self.level).chain(&self.caveats).map(String::as_str).collect::<Vec<_>>().join("-");
        let kept = written.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).flat_map(char::to_lowercase);
        kept.collect::<String>().split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    }
}

impl Withheld {
    /// How many records are withheld, and how many fields of other records. An item of a list counts as one field.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        self.taken.counts()
    }

    /// Whether the record, field or item at a path is withheld, by itself or as part of something larger.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.taken.has(path)
    }
}

/// Removes the content above a release from a brief.
///
/// `document` is the brief with its shared records, from the files of `sources`. It must have been checked and have no
/// errors.
///
/// `newer` is what the same release withholds from a later edition with which this one is to be compared. That content
/// is withheld here too, even if it had another mark at that time. So is content that the later edition no longer has,
/// if the release withholds something from the same table there.
///
/// `suppressions` are those of the brief, and `suppressed` is what they suppress: where that is `repeated-above`, a
/// released text may repeat withheld words.
///
/// # Errors
/// [`Error`] when the brief has no marks that say what may be released; when the level or a caveat of the release is
/// not in the brief's scheme; when the title of the brief is above the release; or when a released text repeats a
/// withheld one. The messages contain paths and levels, but no other words of the brief.
pub fn release(
    document: &TomlDocument,
    sources: &Sources,
    schemes: &Schemes,
    release: &Release,
    newer: Option<&Withheld>,
    (suppressions, suppressed): (&Suppressions, &[Diagnostic]),
) -> Result<Released, Error> {
    let document = &*with_what_is_named(document, sources);
    let marking = match (Marking::of(document, schemes), newer) {
        (Ok(marking), _) => marking,
        // An edition from before the brief was marked is read with the marks of the newer edition.
        (Err(error), newer) => {
            let known = newer.map(|newer| &newer.marking);
            known.filter(|known| known.scheme.read(&release.level).is_ok()).cloned().ok_or_else(|| no_marks(error))?
        }
    };
    let reader = reader(&marking, release)?;
    let readers = Readers::Of(&marking, &reader);
    let plan = Plan::of(document, sources, readers, newer.map(|it| &it.taken));
    if ["brief", "brief.title", "brief.bottom_line"].iter().any(|path| plan.is_gone(path)) {
        let help = "give the title and the bottom line their own marks, `marks = { title = \"…\", bottom_line = \"…\" }` in \
                    [brief], or set `unmarked` to say who may read what has no mark";
        let message = format!("the title or the bottom line is above {}, so nothing can be released", release.level);
        return Err(Error::new(message).help(help));
    }
    // An older edition has been sent out already; and `proof` checks the comparison with it.
    if newer.is_none() {
        let repeated = suppressed.iter().filter(|it| it.code.name() == REPEATED_ABOVE);
        let accepted: HashSet<Span> = repeated.filter_map(|it| Some(it.primary.as_ref()?.span)).collect();
        let is_accepted = |place: Span| accepted.contains(&place) || suppressions.allows_repetition(place);
        repeated::refuse(document, &plan, &is_accepted)?;
    }
    let mut released = written(document, sources, readers, plan, marking.clone());
    if !release.shows_withheld {
        released.withheld.shown = BTreeSet::new();
    }
    Ok(released)
}

/// Removes the content for our side from a brief, for a page for others that is not a release. `None` when nothing is
/// removed except `own_side` itself, or when [`OwnSide::is_named`](crate::handling::OwnSide::is_named) is false and
/// there is no `newer` edition.
///
/// The arguments are as for [`release`].
#[must_use]
pub fn without_own_side(
    document: &TomlDocument,
    sources: &Sources,
    schemes: &Schemes,
    newer: Option<&Withheld>,
) -> Option<Released> {
    let document = &*with_what_is_named(document, sources);
    let own = Marking::for_own_side(document, schemes).filter(|marking| marking.own_side.is_named());
    // An edition from before the brief named our side is read with the marks of the newer edition.
    let marking = own.or_else(|| newer.map(|newer| newer.marking.clone()))?;
    let readers = Readers::AllButOwnSide(&marking);
    let plan = Plan::of(document, sources, readers, newer.map(|it| &it.taken));
    // If only `own_side` itself is removed, the page is the same as before.
    if plan.takes_only("brief.own_side") {
        return None;
    }
    let mut released = written(document, sources, readers, plan, marking.clone());
    released.withheld.shown = BTreeSet::new();
    Some(released)
}

/// Whether a brief has content for our side that [`without_own_side`] removes.
#[must_use]
pub fn has_own_side(document: &TomlDocument, sources: &Sources, schemes: &Schemes) -> bool {
    let document = &*with_what_is_named(document, sources);
    let own = Marking::for_own_side(document, schemes).filter(|marking| marking.own_side.is_named());
    own.is_some_and(|marking| {
        let plan = Plan::of(document, sources, Readers::AllButOwnSide(&marking), None);
        !plan.takes_only("brief.own_side")
    })
}

/// Writes the content that a plan keeps.
fn written(document: &TomlDocument, sources: &Sources, readers: Readers<'_>, plan: Plan, marking: Marking) -> Released {
    let proof = Proof::of(document, &plan);
    let shown = positions(document, &plan);
    let writer = text::ReleaseWriter { plan: &plan, readers, sources };
    let text = writer.file(document, document.file());
    let shared = text::shared_files(document).into_iter().map(|file| (file, writer.file(document, file))).collect();
    let taken = TakenOut::of(document, plan.into_paths());
    Released { text, shared, withheld: Withheld { taken, marking, shown, proof } }
}

/// The withheld positions of parties and on issues that are kept.
fn positions(document: &TomlDocument, plan: &Plan) -> BTreeSet<(Id, Id)> {
    let place = |path: &str| {
        let mut ids = path.strip_prefix("positions.")?.split('.');
        Some((ids.next()?.to_owned(), ids.next()?.to_owned()))
    };
    let gone = tables(document).into_iter().filter(|it| plan.is_gone(&it.path)).filter_map(|it| place(&it.path));
    let known = |(issue, party): &(String, String)| {
        !plan.is_gone(&format!("issues.{issue}")) && !plan.is_gone(&format!("parties.{party}"))
    };
    gone.filter(known).filter_map(|(issue, party)| Id::new(&issue).ok().zip(Id::new(&party).ok())).collect()
}

/// The level and caveats of the readers of a release, as a mark.
fn reader(marking: &Marking, release: &Release) -> Result<crate::handling::SchemeMark, Error> {
    let scheme = &marking.scheme;
    let written = std::iter::once(&release.level).chain(&release.caveats).cloned().collect::<Vec<_>>().join("//");
    if release.level == OWN_SIDE {
        return Err(Error::new(format!("`{OWN_SIDE}` is in no release")).help("render without --release"));
    }
    scheme.read(&written).map_err(|error| {
        let noun = if error.is_caveat { "caveat" } else { "level" };
        let known = if error.is_caveat { &scheme.caveats } else { &scheme.levels };
        let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
        let message = format!("the brief is marked by {}, which has no {noun} `{}`", scheme.name, error.unknown);
        Error::new(message).help(match (&error.meant, known.is_empty()) {
            (_, true) => format!("leave out --{noun}: this scheme has none"),
            (Some(meant), _) => format!("did you mean `{meant}`? Its {noun}s are {}", known.join(", ")),
            (None, _) => format!("its {noun}s are {}", known.join(", ")),
        })
    })
}

fn no_marks(error: MarkingError) -> Error {
    Error::new(error.to_string()).help(match error {
        MarkingError::None => "add `handling = \"TLP:…\"` under [brief]",
        MarkingError::Unknown => {
            "write a level of the Traffic Light Protocol or of the United Kingdom, or define your own in briefing.toml"
        }
    })
}
