//! Schemes of ordered levels, and marks.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostic::nearest_word;

/// The mark of content that is only for our side: it is above every level, and in no release.
pub const OWN_SIDE: &str = "own-side";

/// Separates a level from its caveats, and the caveats from one another: `SECRET//UK EYES ONLY`. The same as in the
/// portion marks of the CAPCO manual (ODNI, Authorized Classification and Control Markings Register).
pub const SEPARATOR: &str = "//";

/// The levels of the Traffic Light Protocol, version 2.0 (FIRST, 2022), the most open first.
pub(crate) const TLP: [&str; 5] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

/// The classifications of the United Kingdom (Government Security Classifications Policy, Cabinet Office), the most
/// open first, and the national caveat.
const UK: [&str; 4] = ["OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"];
const UK_CAVEATS: [&str; 1] = ["UK EYES ONLY"];

/// An ordered list of levels with caveats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// The scheme in messages, with its article: "the Traffic Light Protocol".
    pub name: Cow<'static, str>,
    /// The levels, the most open first.
    pub levels: Vec<Cow<'static, str>>,
    /// The caveats. A reader must be cleared for each caveat of a mark.
    pub caveats: Vec<Cow<'static, str>>,
}

/// A level of a scheme with caveats. It says what a reader needs in order to read something, or what a reader is
/// cleared for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeMark {
    /// The index of the level; `None` is [`OWN_SIDE`].
    level: Option<usize>,
    /// The indices of the caveats.
    caveats: BTreeSet<usize>,
}

/// Why a text is not a valid mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkError {
    /// The part of the text that is not in the scheme.
    pub unknown: String,
    /// Whether that part is a caveat; otherwise it is a level.
    pub is_caveat: bool,
    /// The whole text, corrected to the most similar name; `None` when no name is similar.
    pub meant: Option<String>,
}

impl fmt::Display for MarkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.is_caveat { "caveat" } else { "level" };
        write!(f, "`{}` is not a {what} of the scheme", self.unknown)?;
        self.meant.as_ref().map_or(Ok(()), |meant| write!(f, "; did you mean `{meant}`?"))
    }
}

impl std::error::Error for MarkError {}

/// The schemes that a project can use: its own, and the built-in ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schemes {
    of_project: Option<Scheme>,
}

impl Schemes {
    /// The built-in schemes, and a scheme with the levels (the most open first) and caveats of a project. It takes
    /// precedence over the built-in ones.
    #[must_use]
    pub fn of_project(levels: Vec<String>, caveats: Vec<String>) -> Self {
        let owned = |names: Vec<String>| names.into_iter().map(Cow::Owned).collect();
        Self {
            of_project: Some(Scheme {
                name: "the project’s scheme".into(),
                levels: owned(levels),
                caveats: owned(caveats),
            }),
        }
    }

    /// All schemes, the project's first.
    #[must_use]
    pub fn all(&self) -> Vec<Cow<'_, Scheme>> {
        let built_in = |name: &'static str, levels: &[&'static str], caveats: &[&'static str]| {
            let borrowed = |names: &[&'static str]| names.iter().copied().map(Cow::Borrowed).collect();
            Cow::Owned(Scheme { name: name.into(), levels: borrowed(levels), caveats: borrowed(caveats) })
        };
        let of_project = self.of_project.iter().map(Cow::Borrowed);
        let known = [
            built_in("the Traffic Light Protocol", &TLP, &[]),
            built_in("the United Kingdom’s scheme", &UK, &UK_CAVEATS),
        ];
        of_project.chain(known).collect()
    }

    /// The scheme that has the level of a mark, and the mark; `None` when no scheme has it.
    #[must_use]
    pub fn of(&self, text: &str) -> Option<(Scheme, SchemeMark)> {
        let found = self.all().into_iter().find_map(|scheme| Some((scheme.read(text).ok()?, scheme.into_owned())));
        found.map(|(mark, scheme)| (scheme, mark)).filter(|(_, mark)| mark.level.is_some())
    }

    /// One scheme with the levels and caveats of all schemes, ordered so that the Traffic Light Protocol is on top.
    /// `highest`, which need not be a level of any scheme, is above them. It is for briefs in which only [`OWN_SIDE`]
    /// must be distinguished from the rest.
    pub(super) fn joined(&self, highest: Option<&str>) -> Scheme {
        let mut all: Vec<Scheme> = self.all().into_iter().map(Cow::into_owned).collect();
        all.sort_by_key(|scheme| scheme.levels.iter().any(|level| TLP.contains(&level.as_ref())));
        let caveats = all.iter().flat_map(|it| it.caveats.clone()).collect();
        let mut levels: Vec<_> = all.into_iter().flat_map(|it| it.levels).collect();
        levels.retain(|level| Some(level.as_ref()) != highest);
        levels.extend(highest.map(|it| Cow::Owned(it.to_owned())));
        Scheme { name: "the scheme of the brief".into(), levels, caveats }
    }

    /// Why a text is a mark of no scheme, according to the scheme that fits best: one that has its level, or else one
    /// with a similar name. Only meaningful for a text for which [`Self::of`] finds no scheme and that is not
    /// [`OWN_SIDE`].
    #[must_use]
    pub fn error(&self, text: &str) -> Option<MarkError> {
        let errors: Vec<MarkError> = self.all().iter().filter_map(|scheme| scheme.read(text).err()).collect();
        let nearest = errors.iter().position(|error| error.is_caveat);
        let nearest = nearest.or_else(|| errors.iter().position(|error| error.meant.is_some())).unwrap_or(0);
        errors.into_iter().nth(nearest)
    }
}

impl Scheme {
    /// The mark of the highest level, without caveats.
    pub(super) fn highest(&self) -> SchemeMark {
        SchemeMark { level: self.levels.len().checked_sub(1), caveats: BTreeSet::new() }
    }

    /// Parses a mark: a level with optional caveats, as in `SECRET//UK EYES ONLY`; or [`OWN_SIDE`].
    ///
    /// # Errors
    /// [`MarkError`] when the scheme has no such level or caveat.
    pub fn read(&self, text: &str) -> Result<SchemeMark, MarkError> {
        let mut parts = text.split(SEPARATOR).map(str::trim);
        let level = parts.next().unwrap_or_default();
        if text == OWN_SIDE {
            return Ok(SchemeMark::own_side());
        }
        let index = |names: &[Cow<'static, str>], part: &str| names.iter().position(|name| name == part);
        let error = |part: &str, is_caveat| {
            let names = if is_caveat { &self.caveats } else { &self.levels };
            let plain = letters(part);
            let same = names.iter().map(AsRef::as_ref).find(|name| {
                // `green` is short for TLP:GREEN.
                let bare = name.rsplit(':').next().unwrap_or(name);
                letters(name) == plain || letters(bare) == plain
            });
            let own = (!is_caveat).then_some(OWN_SIDE);
            let meant = same.or_else(|| nearest_word(part, names.iter().map(AsRef::as_ref).chain(own)));
            let meant = meant.or_else(|| abbreviated(&plain, names));
            let meant = meant.map(|meant| text.replacen(part, meant, 1));
            MarkError { unknown: part.to_owned(), is_caveat, meant }
        };
        let level = index(&self.levels, level).ok_or_else(|| error(level, false))?;
        let caveats = parts.map(|part| index(&self.caveats, part).ok_or_else(|| error(part, true)));
        Ok(SchemeMark { level: Some(level), caveats: caveats.collect::<Result<_, _>>()? })
    }

    /// A mark as the portion mark of a paragraph, in brackets. A level of words is shortened to initials if they are
    /// unique, as in `S`, `TS` and `O-S`. A level with a colon or a digit, such as `TLP:AMBER`, is not shortened. The
    /// caveats follow unchanged.
    #[must_use]
    pub fn short(&self, mark: &SchemeMark) -> String {
        let whole = self.write(mark);
        let Some(level) = mark.level.and_then(|level| self.levels.get(level)) else { return whole };
        let short = initials(level);
        let is_one = self.levels.iter().filter(|other| initials(other) == short).count() == 1;
        if is_one { whole.replacen(level.as_ref(), &short, 1) } else { whole }
    }

    /// A mark as text.
    #[must_use]
    pub fn write(&self, mark: &SchemeMark) -> String {
        let Some(level) = mark.level.and_then(|level| self.levels.get(level)) else { return OWN_SIDE.to_owned() };
        let caveats = mark.caveats.iter().filter_map(|caveat| self.caveats.get(*caveat));
        std::iter::once(level).chain(caveats).map(AsRef::as_ref).collect::<Vec<&str>>().join(SEPARATOR)
    }
}

impl SchemeMark {
    /// Whether a reader who is cleared for `reader` may see content with this mark.
    #[must_use]
    pub fn is_within(&self, reader: &Self) -> bool {
        let level = self.level.zip(reader.level).is_some_and(|(own, reader)| own <= reader);
        level && self.caveats.is_subset(&reader.caveats)
    }

    /// The mark that is above every level.
    #[must_use]
    pub fn own_side() -> Self {
        Self { level: None, caveats: BTreeSet::new() }
    }

    /// Whether it is [`OWN_SIDE`].
    #[must_use]
    pub fn is_own_side(&self) -> bool {
        self.level.is_none()
    }

    /// The mark of content that is left for a reader: the lower of the two levels, and the caveats that both have.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        let level = match (self.level, other.level) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { level, caveats: self.caveats.intersection(&other.caveats).copied().collect() }
    }
}

/// The initials of the words of a level, with the hyphens between them. A level with characters other than letters,
/// spaces and hyphens is returned unchanged.
fn initials(level: &str) -> String {
    if !level.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-') {
        return level.to_owned();
    }
    let mut out = String::new();
    let mut begins = true;
    for c in level.chars() {
        match c {
            ' ' | '-' => {
                out.extend((c == '-').then_some(c));
                begins = true;
            }
            c => out.extend(std::mem::take(&mut begins).then_some(c)),
        }
    }
    out
}

/// The only name of which a text has some letters in their order, of three letters or more and from the first one on:
/// `TLP:GRN`. `plain` has the letters of the text.
fn abbreviated<'n>(plain: &str, names: &'n [Cow<'static, str>]) -> Option<&'n str> {
    let mut found = names.iter().map(AsRef::as_ref).filter(|name: &&str| {
        let (whole, bare) = (letters(name), letters(name.rsplit(':').next().unwrap_or(name)));
        // Of `TLP:…` the level alone has to have the letters.
        let prefix = whole.len() - bare.len();
        let written = plain.strip_prefix(&whole[..prefix]).unwrap_or(plain);
        written.chars().count() >= 3 && {
            let mut rest = bare.chars();
            bare.chars().next() == written.chars().next() && written.chars().all(|c| rest.any(|other| other == c))
        }
    });
    found.next().filter(|_| found.next().is_none())
}

/// The letters and digits of a name, in upper case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme(text: &str) -> Scheme {
        Schemes::default().of(text).unwrap().0
    }

    #[test]
    fn levels_are_in_order_and_caveats_narrow_them() {
        let uk = scheme("OFFICIAL");
        let read = |text: &str| uk.read(text).unwrap();
        assert!(read("OFFICIAL").is_within(&read("SECRET")) && !read("SECRET").is_within(&read("OFFICIAL")));
        assert!(!read("OFFICIAL//UK EYES ONLY").is_within(&read("SECRET")));
        assert!(read("OFFICIAL//UK EYES ONLY").is_within(&read("SECRET//UK EYES ONLY")));
        assert!(read("OFFICIAL").is_within(&read("OFFICIAL//UK EYES ONLY")));
        let own = read(OWN_SIDE);
        assert!(!own.is_within(&read("TOP SECRET")) && !own.is_within(&own) && own.is_own_side());
        let tlp = scheme("TLP:AMBER+STRICT");
        let read = |text: &str| tlp.read(text).unwrap();
        assert!(read("TLP:AMBER").is_within(&read("TLP:AMBER+STRICT")));
        assert!(!read("TLP:RED").is_within(&read("TLP:AMBER+STRICT")));
        assert_eq!(tlp.write(&read("TLP:RED").meet(&read("TLP:GREEN"))), "TLP:GREEN");
    }

    #[test]
    fn a_misspelt_level_suggests_the_nearest_one() {
        let schemes = Schemes::default();
        let meant = |text: &str| schemes.error(text).unwrap().meant;
        assert_eq!(meant("TLP:AMBRE").as_deref(), Some("TLP:AMBER"));
        assert_eq!(meant("tlp:green").as_deref(), Some("TLP:GREEN"));
        assert_eq!(meant("green").as_deref(), Some("TLP:GREEN"));
        assert_eq!(meant("Top secret").as_deref(), Some("TOP SECRET"));
        assert_eq!(meant("SECRET//UK EYES").as_deref(), Some("SECRET//UK EYES ONLY"));
        assert_eq!(meant("TLP:GRN").as_deref(), Some("TLP:GREEN"));
        assert_eq!(meant("amb").as_deref(), None);
        assert_eq!(meant("CLR").as_deref(), Some("TLP:CLEAR"));
        assert_eq!(meant("TLP:GLN").as_deref(), None);
        assert_eq!(meant("TLP:WHITE").as_deref(), None);
        assert_eq!(meant("For the file").as_deref(), None);
        assert!(schemes.of("TLP:RED//UK EYES ONLY").is_none() && schemes.of("own-side").is_none());
    }

    #[test]
    fn portion_marks_are_short_where_they_are_unambiguous() {
        let short = |text: &str| {
            let scheme = scheme(text);
            scheme.short(&scheme.read(text).unwrap())
        };
        for (mark, expected) in [
            ("OFFICIAL", "O"),
            ("OFFICIAL-SENSITIVE", "O-S"),
            ("TOP SECRET//UK EYES ONLY", "TS//UK EYES ONLY"),
            ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT"),
        ] {
            assert_eq!(short(mark), expected);
        }
        let own = Schemes::of_project(vec!["OPEN".into(), "ORDERED".into()], Vec::new()).of("OPEN").unwrap();
        assert_eq!(own.0.short(&own.1), "OPEN");
        assert_eq!(own.0.short(&SchemeMark::own_side()), OWN_SIDE);
    }

    #[test]
    fn a_project_has_levels_of_its_own_beside_the_built_in_ones() {
        let schemes = Schemes::of_project(vec!["OPEN".into(), "CLOSED".into()], vec!["DESK".into()]);
        let (own, mark) = schemes.of("CLOSED//DESK").unwrap();
        assert_eq!(own.write(&mark), "CLOSED//DESK");
        assert!(schemes.of("TLP:RED").is_some());
    }
}
