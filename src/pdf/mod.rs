//! Pages → bytes: a tagged PDF 1.7 with embedded fonts. The only user of printpdf, lopdf and subsetter.
//!
//! printpdf makes the skeleton of the document: the catalog, the page tree and the pages. Everything else is written
//! here, and `file.rs` writes all of it into one file. The alternatives in printpdf 0.12 were tried:
//!
//! | part | what printpdf makes | what PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) ask for |
//! | --- | --- | --- |
//! | text | operators without marked content | each piece of content belongs to the structure tree, or is an artifact |
//! | structure tree, XMP with the part of PDF/UA, output intent | missing or incomplete | all of them |
//! | fonts | one `ToUnicode` map for each font | the same; here all TrueType fonts of a file share one, which is smaller |
//! | outline | one level, sorted by title; destinations are strings, where a name is required | levels, in page order, with positions |
//! | links | annotations without a description and without a structure element | both |
//! | Info | empty entries for missing values, and a random file identifier | Info and XMP agree; here the same input also gives the same bytes |

mod content;
mod drawing;
mod file;
mod font;
mod glyphs;
mod image;
mod metadata;
mod outline;
mod pack;
mod profile;
mod role;
mod sfnt;
mod spelled;
mod structure;
mod syntax;
#[cfg(test)]
mod tests;
mod text;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use crate::layout::font::Fonts;
use crate::layout::page::Pages;
use crate::model::Date;
use file::{Holds, PdfFile};
use glyphs::Glyphs;
use image::Images;
use pack::Packer;
use syntax::{ObjectNumber, Put};
pub use text::texts;

/// The metadata of a PDF.
#[derive(Debug, Clone)]
pub struct PdfInfo {
    /// The title.
    pub title: String,
    /// The authors. Only those that the pages name, so that the file does not reveal more about them than its pages.
    pub authors: Vec<String>,
    /// BCP 47 tag of the text's language.
    pub language: String,
    /// The date of creation and modification: that of the brief, never that of the clock. Written as midnight UTC.
    pub date: Date,
}

/// Why no PDF could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfError(String);

impl std::fmt::Display for PdfError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the PDF cannot be written: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

impl From<lopdf::Error> for PdfError {
    fn from(error: lopdf::Error) -> Self {
        Self(error.to_string())
    }
}

/// Writes PDF files one after another, and caches compressed streams that they share: at most about two million bytes.
#[derive(Default)]
pub struct PdfWriter {
    packer: Option<Packer>,
    printed: Option<EmptyPages>,
}

impl PdfWriter {
    /// Writes laid-out pages as a PDF file. The same pages give the same bytes, whatever was written before.
    ///
    /// # Errors
    /// The same as for [`write()`].
    pub fn write(&mut self, laid: &Pages, fonts: &Fonts, info: &PdfInfo) -> Result<Vec<u8>, PdfError> {
        let sizes: Vec<_> = laid.pages.iter().map(|page| (page.width, page.height)).collect();
        let printed = match self.printed.take().filter(|printed| printed.sizes == sizes) {
            Some(printed) => printed,
            None => EmptyPages::new(sizes)?,
        };
        let printed = self.printed.insert(printed);
        write_with(self.packer.get_or_insert_with(Packer::new), printed, laid, fonts, info)
    }
}

/// Writes laid-out pages as a PDF file. The same pages give the same bytes.
///
/// # Errors
/// [`PdfError`] when a font cannot be subset, or when a library rejects its input. No error depends on the text of the
/// pages.
pub fn write(laid: &Pages, fonts: &Fonts, info: &PdfInfo) -> Result<Vec<u8>, PdfError> {
    PdfWriter::default().write(laid, fonts, info)
}

fn write_with(
    packer: &mut Packer,
    printed: &EmptyPages,
    laid: &Pages,
    fonts: &Fonts,
    info: &PdfInfo,
) -> Result<Vec<u8>, PdfError> {
    let mut file = PdfFile::new(packer, printed.last, printed.spare.clone());
    let mut glyphs = Glyphs::of(laid, fonts);
    let embedded = font::embed(&mut glyphs, fonts, &mut file)?;
    let images = Images::of(laid);
    let mut content = content::draw(laid, &glyphs, &images);
    let structure = structure::write(laid, &content, &printed.pages, &mut file);
    let outline = outline::write(laid, &printed.pages, &mut file);
    let embedded_images = images.embed(&mut file);
    let resources = file.new_id();
    file.object(resources, |out| {
        out.put("<</Font<<");
        for (font, id) in &embedded {
            font::put_name(out, *font);
            out.put(" ").reference(*id);
        }
        out.put(">>");
        if !embedded_images.is_empty() {
            out.put("/XObject<<");
            for (place, id) in embedded_images.iter().enumerate() {
                image::put_name(out, place);
                out.put(" ").reference(*id);
            }
            out.put(">>");
        }
        out.put(">>");
    });
    let operators = std::mem::take(&mut content.pages).into_iter();
    let mut pages = printed.page_dictionaries.clone();
    let each = operators.zip(structure.annotations).zip(&laid.pages).zip(&mut pages);
    for (index, (((operators, annotations), page), dictionary)) in each.enumerate() {
        let contents = file.new_id();
        file.stream(contents, "", operators, Holds::Words);
        let corners = || vec![0.into(), 0.into(), Object::Real(page.width), Object::Real(page.height)];
        // The exact size, which printpdf rounds when it converts it from millimetres.
        ["MediaBox", "TrimBox", "CropBox"].into_iter().for_each(|name| dictionary.set(name, corners()));
        dictionary.set("Resources", resources);
        dictionary.set("Contents", contents);
        dictionary.set("Tabs", "S");
        dictionary.set("StructParents", index as i64);
        if annotations.is_empty() {
            dictionary.remove(b"Annots");
        } else {
            dictionary.set("Annots", annotations.into_iter().map(Object::from).collect::<Vec<_>>());
        }
    }
    let mut catalog = printed.catalog.clone();
    metadata::add(&mut catalog, info, &mut file);
    if let Some(root) = structure.root {
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    let info = metadata::write(info, &mut file);
    file.object(printed.root, |out| _ = out.dictionary(&catalog));
    file.object(printed.tree, |out| _ = out.dictionary(&printed.tree_dictionary));
    for (id, dictionary) in printed.pages.iter().zip(&pages) {
        file.object(*id, |out| _ = out.dictionary(dictionary));
    }
    Ok(file.finish(printed.root, info))
}

/// The skeleton that printpdf makes for empty pages of certain sizes.
struct EmptyPages {
    /// Width and height in points.
    sizes: Vec<(f32, f32)>,
    /// The catalog.
    root: ObjectNumber,
    catalog: Dictionary,
    /// The root of the page tree.
    tree: ObjectNumber,
    tree_dictionary: Dictionary,
    pages: Vec<ObjectNumber>,
    page_dictionaries: Vec<Dictionary>,
    /// The highest object number.
    last: u32,
    /// The numbers of the objects that are not kept: empty resources, empty contents, and printpdf's own Info.
    spare: Vec<ObjectNumber>,
}

impl EmptyPages {
    fn new(sizes: Vec<(f32, f32)>) -> Result<Self, PdfError> {
        let mut printed = printpdf::PdfDocument::new("");
        metadata::set_dates(&mut printed);
        let pages = sizes.iter().map(|(width, height)| {
            let (width, height) = (printpdf::Mm::from(printpdf::Pt(*width)), printpdf::Mm::from(printpdf::Pt(*height)));
            printpdf::PdfPage::new(width, height, Vec::new())
        });
        printed.with_pages(pages.collect());
        let document = printed.to_lopdf_document(&printpdf::PdfSaveOptions::default(), &mut Vec::new());
        let root = document.trailer.get(b"Root")?.as_reference()?;
        let catalog = document.get_dictionary(root)?;
        let tree = catalog.get(b"Pages")?.as_reference()?;
        let tree_dictionary = document.get_dictionary(tree)?;
        let kids = tree_dictionary.get(b"Kids")?.as_array()?;
        let kids = kids.iter().map(Object::as_reference).collect::<Result<Vec<_>, _>>()?;
        let kept = |id: &ObjectId| *id == root || *id == tree || kids.contains(id);
        Ok(Self {
            root: ObjectNumber(root.0),
            catalog: catalog.clone(),
            tree: ObjectNumber(tree.0),
            tree_dictionary: tree_dictionary.clone(),
            pages: kids.iter().map(|id| ObjectNumber(id.0)).collect(),
            page_dictionaries: kids.iter().map(|id| document.get_dictionary(*id).cloned()).collect::<Result<_, _>>()?,
            last: document.max_id,
            spare: document.objects.keys().filter(|id| !kept(id)).map(|id| ObjectNumber(id.0)).rev().collect(),
            sizes,
        })
    }
}
