//! Fonts: the built-in families, those that the user adds, and the metrics that the page and the PDF need.

use std::fmt;
use std::sync::Arc;

use harfrust::Font as Sfnt;
use harfrust::font::Blob;
use harfrust::font::attribute::Style as Slope;
use unicode_script::Script;

use super::family::{self, Traits};
use super::style::FontStyle;

/// Identifies one of the fonts in a [`Fonts`]: an index into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub usize);

/// The faces of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Upright, of the weight of running text.
    Regular,
    /// Slanted.
    Italic,
    /// Upright and heavier.
    Strong,
    /// Slanted and heavier.
    StrongItalic,
}

impl Face {
    /// The face for emphasised and strong words.
    #[must_use]
    pub fn of(emphasis: bool, strong: bool) -> Self {
        match (emphasis, strong) {
            (false, false) => Self::Regular,
            (true, false) => Self::Italic,
            (false, true) => Self::Strong,
            (true, true) => Self::StrongItalic,
        }
    }

    /// The faces that replace this one in a family that lacks it, best first. The program never slants or emboldens a
    /// face itself.
    fn substitutes(self) -> [Self; 4] {
        use Face::{Italic, Regular, Strong, StrongItalic};
        match self {
            Regular => [Regular, Strong, Italic, StrongItalic],
            Italic => [Italic, Regular, StrongItalic, Strong],
            Strong => [Strong, Regular, StrongItalic, Italic],
            StrongItalic => [StrongItalic, Strong, Italic, Regular],
        }
    }
}

/// From this weight on, a font counts as strong; and the weights that are preferred for a regular and a strong face.
const STRONG_FROM: f32 = 550.0;
const WEIGHTS: (f32, f32) = (400.0, 650.0);
/// The most fonts that are read from one file.
const MOST_IN_A_FILE: u32 = 64;

/// One font: its file and the metrics for a PDF font descriptor (ISO 32000-1, 9.8), in font units.
pub struct Font {
    /// PostScript name: `SourceSerif4SmText-Regular`.
    pub name: String,
    data: Blob,
    /// The index of the font in its file, from 0.
    pub index: u32,
    /// Font units in one em.
    pub units_per_em: u16,
    /// Height above the baseline, in font units.
    pub ascent: f32,
    /// Depth below the baseline, in font units; negative.
    pub descent: f32,
    /// Height of a capital letter, in font units.
    pub cap_height: f32,
    /// Height of a lower-case x, in font units.
    pub x_height: f32,
    /// The smallest box around all glyphs, in font units: left, bottom, right, top.
    pub bounds: [f32; 4],
    /// Degrees from the vertical; negative leans to the right.
    pub italic_angle: f32,
    /// 400 regular, 600 semibold, 700 bold.
    pub weight: u16,
    /// The parsed file.
    pub(super) sfnt: Sfnt,
}

/// What the tables of a font say about its family and face.
struct Described {
    family: String,
    face: Face,
    /// How far its weight and width are from the preferred ones of that face.
    distance: f32,
}

impl Font {
    /// Reads one font of a file; `None` when the file has no usable font at this index.
    fn new(data: &Blob, index: u32) -> Option<(Self, Described)> {
        let sfnt = Sfnt::new(data.clone(), index)?;
        let metrics = sfnt.metrics();
        let line = metrics.hhea_line?;
        let (ascent, descent) = (line.ascender.to_f64() as f32, line.descender.to_f64() as f32);
        let cap_height = metrics.cap_height.map_or(ascent, |height| height.to_f64() as f32);
        let x_height = metrics.x_height.map_or(ascent / 2.0, |height| height.to_f64() as f32);
        let b = &metrics.bounds;
        let bounds = [b.x_min, b.y_min, b.x_max, b.y_max].map(|edge| edge.to_f64() as f32);
        let units_per_em = metrics.units_per_em;
        // A font without glyphs is useless, and 0 units per em would be a division by zero.
        if units_per_em == 0 || sfnt.num_glyphs() == 0 || sfnt.num_glyphs() > u32::from(u16::MAX) {
            return None;
        }
        let italic_angle = sfnt.style_metrics().italic_angle.map_or(0.0, |angle| angle.to_f64() as f32);
        let attributes = sfnt.default_attributes();
        let weight = attributes.weight.value();
        let strong = weight >= STRONG_FROM;
        let wanted = if strong { WEIGHTS.1 } else { WEIGHTS.0 };
        let text = |id: u16| {
            let name = sfnt.names().get(id.into())?.english_or_first()?.name();
            let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
            (!name.trim().is_empty()).then(|| name.trim().to_owned())
        };
        // OpenType 1.9.1, "name": 16 is the typographic family, 1 the family of four, 6 the PostScript name.
        let family = text(16).or_else(|| text(1))?;
        let described = Described {
            face: Face::of(attributes.style != Slope::Normal, strong),
            distance: (weight - wanted).abs() + (attributes.width.percentage() - 100.0).abs() * 10.0,
            family,
        };
        // ISO 32000-1, 7.3.5: characters and length that every PDF reader accepts in a name.
        let name: String = text(6).unwrap_or_else(|| described.family.clone());
        let name = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(63).collect();
        let font = Self {
            name,
            data: data.clone(),
            index,
            units_per_em,
            ascent,
            descent,
            cap_height,
            x_height,
            bounds,
            italic_angle,
            weight: weight as u16,
            sfnt,
        };
        Some((font, described))
    }

    /// The whole font file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The advance of a glyph, in font units, as the font's `hmtx` table has it.
    #[must_use]
    pub fn advance(&self, glyph: u16) -> f32 {
        harfrust::ShaperFont::new(&self.sfnt).glyph_h_advance(harfrust::GlyphId::from(glyph)) as f32
    }

    /// Whether the font can print a character.
    #[must_use]
    pub fn has(&self, c: char) -> bool {
        self.sfnt.charmap().map_unicode(c).is_some()
    }
}

/// Fonts of one family.
struct Family {
    name: String,
    traits: Traits,
    /// For each face, the font and how far its weight and width are from the preferred ones.
    faces: [Option<(FontId, f32)>; 4],
}

impl Family {
    fn face(&self, face: Face) -> FontId {
        let found = face.substitutes().into_iter().find_map(|face| self.faces[face as usize]);
        found.map_or(FontId(0), |(font, _)| font)
    }
}

/// Why a file cannot be added to [`Fonts`]. Displayed as the end of a sentence that begins with the name of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FontError {
    /// It is compressed for the web (WOFF or WOFF2).
    Web,
    /// It is neither a TrueType nor an OpenType font, nor a collection of them.
    NotAFont,
    /// It is damaged, or has no font for text.
    Unusable,
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Web => "is packed for the web (WOFF); a page needs the TTF or OTF file",
            Self::NotAFont => "is not a TrueType or OpenType font",
            Self::Unusable => "is damaged, or not a font for text",
        })
    }
}

impl std::error::Error for FontError {}

/// The fonts that documents can be set in.
pub struct Fonts {
    all: Vec<Font>,
    families: Vec<Family>,
    /// The number of built-in families, and of built-in fonts.
    embedded_families: usize,
    embedded_faces: usize,
}

/// The families that a page uses, as indices into [`Fonts::families`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typefaces {
    text: usize,
    sans: usize,
    title: usize,
    /// The families to search first for a character that the wanted family lacks, in order.
    fallback: Vec<usize>,
    /// The families to search after those: first for text with serifs, then for text without. Families that are equally
    /// suitable are in one group; the most suitable group is first.
    rest: [Vec<Vec<usize>>; 2],
}

/// The indices of the built-in families, in the order of [`Fonts::embedded`].
const TITLE: usize = 0;
const TEXT: usize = 1;
const SANS: usize = 2;

impl Fonts {
    /// The built-in fonts: Source Serif 4 for text, its display cut for titles, and Source Sans 3.
    #[must_use]
    pub fn embedded() -> Self {
        macro_rules! font {
            ($folder:literal $name:literal) => {
                include_bytes!(concat!("../../fonts/", $folder, "/", $name, ".ttf"))
            };
        }
        let fonts: [&'static [u8]; 9] = [
            font!("source-serif" "SourceSerif4Display-Semibold"),
            font!("source-serif" "SourceSerif4SmText-Regular"),
            font!("source-serif" "SourceSerif4SmText-It"),
            font!("source-serif" "SourceSerif4SmText-Semibold"),
            font!("source-serif" "SourceSerif4SmText-SemiboldIt"),
            font!("source-sans" "SourceSans3-Regular"),
            font!("source-sans" "SourceSans3-It"),
            font!("source-sans" "SourceSans3-Semibold"),
            font!("source-sans" "SourceSans3-SemiboldIt"),
        ];
        let mut all = Self { all: Vec::new(), families: Vec::new(), embedded_families: 0, embedded_faces: 0 };
        // Every file parses: a test below reads each of them.
        fonts.into_iter().for_each(|data| _ = all.add_all(&Blob::from(data)));
        all.embedded_families = all.families.len();
        all.embedded_faces = all.all.len();
        all
    }

    /// Adds the fonts of a file: TrueType or OpenType, or a collection of them.
    ///
    /// # Errors
    /// [`FontError`] when the file is not a font, or when it has no usable font.
    pub fn add(&mut self, data: Vec<u8>) -> Result<(), FontError> {
        match data.get(..4) {
            Some(b"wOFF" | b"wOF2") => return Err(FontError::Web),
            Some(b"OTTO" | b"true" | b"ttcf" | [0, 1, 0, 0]) => {}
            _ => return Err(FontError::NotAFont),
        }
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(data);
        match self.add_all(&Blob::from(data)) {
            0 => Err(FontError::Unusable),
            _ => Ok(()),
        }
    }

    /// Adds every font of a file; returns how many there were.
    fn add_all(&mut self, data: &Blob) -> usize {
        let before = self.all.len();
        for index in 0..MOST_IN_A_FILE {
            let Some((font, described)) = Font::new(data, index) else { break };
            let id = FontId(self.all.len());
            // A user's family does not replace a built-in family of the same name, but is preferred over it.
            let known =
                self.families[self.embedded_families..].iter().position(|family| family.name == described.family);
            let at = known.map_or(self.families.len(), |at| self.embedded_families + at);
            if at == self.families.len() {
                let traits = Traits::of(&described.family);
                self.families.push(Family { name: described.family, traits, faces: [None; 4] });
            }
            let family = &mut self.families[at];
            let place = &mut family.faces[described.face as usize];
            if place.is_none_or(|(_, distance)| described.distance < distance) {
                *place = Some((id, described.distance));
            }
            self.all.push(font);
        }
        self.all.len() - before
    }

    /// The names of all families; those that the user added come last.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.families.iter().map(|family| family.name.as_str())
    }

    /// Whether a font is one of the built-in ones.
    pub(super) fn is_embedded(&self, font: FontId) -> bool {
        font.0 < self.embedded_faces
    }

    fn family(&self, name: &str) -> Option<usize> {
        self.families.iter().rposition(|family| family.name.eq_ignore_ascii_case(name))
    }

    /// Whether there is a family of a name.
    #[must_use]
    pub fn has_family(&self, name: &str) -> bool {
        self.family(name).is_some()
    }

    /// The families for a style and the language of a document. A family that is not found is replaced by a built-in
    /// one.
    pub(super) fn typefaces(&self, style: &FontStyle, language: &str) -> Typefaces {
        let named =
            |name: &Option<String>, own: usize| name.as_deref().and_then(|name| self.family(name)).unwrap_or(own);
        let text = named(&style.text, TEXT);
        let sans = named(&style.sans, SANS);
        let title = named(&style.title, if text == TEXT { TITLE } else { text });
        let mut fallback: Vec<usize> = style.fallback.iter().filter_map(|name| self.family(name)).collect();
        fallback.extend([text, sans, TEXT, SANS]);
        let region = ideographs_of(language);
        let rest = [true, false].map(|serif| self.nearest(region, family::script_of(language), serif));
        Typefaces { text, sans, title, fallback, rest }
    }

    /// The user's families in the order in which they replace one with (or without) serifs. For Chinese, Japanese or
    /// Korean, families with the forms of that language come first, since the same ideograph has other forms in each;
    /// then families for text. Families that are equally suitable form a group; within it come first those of the
    /// script of the language, then the order is by name.
    fn nearest(&self, region: Option<&str>, script: Option<Script>, serif: bool) -> Vec<Vec<usize>> {
        let rank = |at: usize| {
            let Family { name, traits, .. } = &self.families[at];
            (region.is_some_and(|region| !name.ends_with(region)), traits.distance(serif))
        };
        let mut all: Vec<usize> = (self.embedded_families..self.families.len()).collect();
        all.sort_by(|a, b| {
            let other_script = |at: usize| script.is_some_and(|script| !self.families[at].traits.names(script));
            let names = || family::by_name(&self.families[*a].name, &self.families[*b].name);
            rank(*a).cmp(&rank(*b)).then_with(|| other_script(*a).cmp(&other_script(*b))).then_with(names)
        });
        all.chunk_by(|a, b| rank(*a) == rank(*b)).map(<[usize]>::to_vec).collect()
    }

    /// The first font that can replace another one for a text and for which `fits` is true; `None` when there is none.
    pub(super) fn substitute(
        &self,
        typefaces: &Typefaces,
        wanted: FontId,
        text: &str,
        fits: impl Fn(&Font) -> bool,
    ) -> Option<FontId> {
        let is_wanted = |found: Option<(FontId, f32)>| found.is_some_and(|(id, _)| id == wanted);
        let place = |family: &Family| family.faces.iter().position(|face| is_wanted(*face));
        let found = self.families.iter().find_map(|family| place(family).map(|face| (family, face)));
        let face = [Face::Regular, Face::Italic, Face::Strong, Face::StrongItalic][found.map_or(0, |(_, face)| face)];
        let serif = found.is_none_or(|(family, _)| family.traits.is_serif());
        let rest = typefaces.rest[usize::from(!serif)].iter().flat_map(|same| {
            // Among equally suitable families, those made for the script come first.
            let (of_script, others): (Vec<usize>, Vec<usize>) =
                same.iter().partition(|at| self.families[**at].traits.names_script_of(text));
            of_script.into_iter().chain(others)
        });
        let all = typefaces.fallback.iter().copied().chain(rest);
        all.map(|family| self.families[family].face(face)).find(|id| fits(self.get(*id)))
    }

    /// The family of a font that a user added; `None` for a built-in font.
    pub(super) fn added_family(&self, font: FontId) -> Option<&str> {
        let has = |family: &&Family| family.faces.iter().flatten().any(|(id, _)| *id == font);
        self.families[self.embedded_families..].iter().find(has).map(|family| family.name.as_str())
    }

    /// The font with an id.
    ///
    /// # Panics
    /// If the id is not from this collection.
    #[must_use]
    pub fn get(&self, id: FontId) -> &Font {
        &self.all[id.0]
    }

    /// The number of fonts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are no fonts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Typefaces {
    /// The font of running text.
    pub(super) fn text(&self, fonts: &Fonts, face: Face) -> FontId {
        fonts.families[self.text].face(face)
    }

    /// The font of tables, labels and small print.
    pub(super) fn sans(&self, fonts: &Fonts, face: Face) -> FontId {
        fonts.families[self.sans].face(face)
    }

    /// The font of the title.
    pub(super) fn title(&self, fonts: &Fonts) -> FontId {
        fonts.families[self.title].face(Face::Strong)
    }
}

/// The suffix of family names with the ideographs of a language (BCP 47) in its regional forms, such as `JP`.
fn ideographs_of(language: &str) -> Option<&'static str> {
    let language = language.to_ascii_lowercase();
    let mut subtags = language.split('-');
    match subtags.next() {
        Some("ja") => Some("JP"),
        Some("ko") => Some("KR"),
        Some("zh") => {
            Some(match subtags.find_map(|tag| ["hant", "tw", "hk", "mo"].into_iter().find(|it| *it == tag)) {
                Some("hk" | "mo") => "HK",
                Some(_) => "TC",
                None => "SC",
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_font_parses_and_has_sane_metrics() {
        let fonts = Fonts::embedded();
        assert_eq!(fonts.len(), 9);
        assert_eq!(
            fonts.families().collect::<Vec<_>>(),
            ["Source Serif 4 Display", "Source Serif 4 SmText", "Source Sans 3"]
        );
        for at in 0..fonts.len() {
            let font = fonts.get(FontId(at));
            assert_eq!(font.units_per_em, 1000, "{}", font.name);
            assert!(font.ascent > font.cap_height && font.cap_height > font.x_height && font.x_height > 300.0);
            assert!(font.descent < 0.0 && font.bounds[1] < font.descent + 500.0);
            assert_eq!(font.italic_angle < 0.0, font.name.ends_with("It"), "{}", font.name);
            for c in "A1–жїґλ".chars() {
                assert!(font.has(c), "{} lacks {c}", font.name);
            }
        }
        let typefaces = fonts.typefaces(&FontStyle::default(), "en");
        for (face, name) in [
            (Face::Regular, "SourceSerif4SmText-Regular"),
            (Face::Italic, "SourceSerif4SmText-It"),
            (Face::Strong, "SourceSerif4SmText-Semibold"),
            (Face::StrongItalic, "SourceSerif4SmText-SemiboldIt"),
        ] {
            assert_eq!(fonts.get(typefaces.text(&fonts, face)).name, name);
        }
        assert_eq!(fonts.get(typefaces.title(&fonts)).name, "SourceSerif4Display-Semibold");
        assert_eq!(fonts.get(typefaces.sans(&fonts, Face::Strong)).name, "SourceSans3-Semibold");
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_with_its_reason() {
        let mut fonts = Fonts::embedded();
        assert!(fonts.add(b"wOF2".to_vec()).is_err_and(|error| error.to_string().contains("WOFF")));
        assert_eq!(fonts.add(b"GIF89a".to_vec()), Err(FontError::NotAFont));
        let data = fonts.get(FontId(1)).data().to_vec();
        for length in [4, 12, 100, 300, data.len() / 2] {
            assert_eq!(fonts.add(data[..length].to_vec()), Err(FontError::Unusable), "{length}");
        }
        // A user's family of the same name is preferred over the built-in one.
        assert_eq!(fonts.add(data), Ok(()));
        let style = FontStyle { text: Some("source serif 4 smtext".to_owned()), ..FontStyle::default() };
        assert_eq!(fonts.typefaces(&style, "en").text(&fonts, Face::Strong), FontId(9));
    }

    #[test]
    fn ideographs_take_the_forms_of_the_language() {
        let found = ["ja", "zh", "zh-Hant", "zh-HK", "ko-KR", "en"].map(ideographs_of);
        assert_eq!(found, [Some("JP"), Some("SC"), Some("TC"), Some("HK"), Some("KR"), None]);
    }
}
