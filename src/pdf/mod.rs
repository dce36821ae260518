//! Pages → bytes: a tagged PDF 1.7 with embedded fonts. The only user of printpdf, lopdf and subsetter.
//!
//! printpdf makes the document: the catalog, the tree of pages and the pages. What is in them is written here, since most
//! of it is not known to printpdf or costs it a hundred times as much: glyphs, fonts, the structure tree, metadata, links,
//! the outline, the output intent and what PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) ask for. `file.rs` puts all
//! of it into one file.

mod content;
mod file;
mod font;
mod glyphs;
mod huffman;
mod metadata;
mod outline;
mod pack;
mod profile;
mod sfnt;
mod structure;
mod syntax;
#[cfg(test)]
mod tests;

use lopdf::{Object, dictionary};

use crate::layout::font::Fonts;
use crate::layout::page::Laid;
use crate::model::Date;
use file::{File, Holds};
use glyphs::Glyphs;
use pack::Packer;
use syntax::{Id, Put};

/// What a PDF says of itself.
#[derive(Debug, Clone)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The authors.
    pub authors: Vec<String>,
    /// BCP 47 tag of the text's language.
    pub language: String,
    /// The date of creation and change: the brief's own, never the clock's. Written as midnight UTC.
    pub date: Date,
}

/// Why no PDF could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError(String);

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the PDF cannot be written: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

impl From<lopdf::Error> for WriteError {
    fn from(error: lopdf::Error) -> Self {
        Self(error.to_string())
    }
}

/// Writes PDF files one after the other, and keeps what they have in common: at most some two million bytes.
#[derive(Default)]
pub struct Writer {
    packer: Option<Packer>,
}

impl Writer {
    /// Writes laid-out pages as a PDF file. The same pages give the same bytes, whatever was written before.
    ///
    /// # Errors
    /// As for [`write()`].
    pub fn write(&mut self, laid: &Laid, fonts: &Fonts, info: &Info) -> Result<Vec<u8>, WriteError> {
        write_with(self.packer.get_or_insert_with(Packer::new), laid, fonts, info)
    }
}

/// Writes laid-out pages as a PDF file. The same pages give the same bytes.
///
/// # Errors
/// [`WriteError`] when a font cannot be subset or a library refuses what it is given; none of it depends on the words.
pub fn write(laid: &Laid, fonts: &Fonts, info: &Info) -> Result<Vec<u8>, WriteError> {
    Writer::default().write(laid, fonts, info)
}

fn write_with(packer: &mut Packer, laid: &Laid, fonts: &Fonts, info: &Info) -> Result<Vec<u8>, WriteError> {
    let mut printed = Printed::new(laid, info)?;
    let mut file = File::new(packer, printed.document.max_id, printed.spare());
    let mut glyphs = Glyphs::of(laid, fonts);
    let embedded = font::embed(&mut glyphs, fonts, &mut file)?;
    let mut content = content::draw(laid, &glyphs);
    let structure = structure::write(laid, &content, &printed.pages, &mut file);
    let outline = outline::write(laid, &printed.pages, &mut file);
    let resources = file.new_id();
    file.object(resources, |out| {
        out.put("<</Font<<");
        for (font, id) in &embedded {
            font::put_name(out, *font);
            out.put(" ").reference(*id);
        }
        out.put(">>>>");
    });
    let operators = std::mem::take(&mut content.pages).into_iter();
    let each = operators.zip(structure.annotations).zip(&laid.pages).zip(&printed.pages);
    for (index, (((operators, annotations), page), id)) in each.enumerate() {
        let contents = file.new_id();
        file.stream(contents, "", operators, Holds::Words);
        let dictionary = printed.document.get_dictionary_mut((id.0, 0))?;
        let corners = || vec![0.into(), 0.into(), Object::Real(page.width), Object::Real(page.height)];
        // The exact size, which printpdf rounds through millimetres.
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
    let catalog = printed.document.catalog_mut()?;
    metadata::add(catalog, info, &mut file);
    if let Some(root) = structure.root {
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    let info = metadata::write(info, &mut file);
    for id in [printed.root, printed.tree].iter().chain(&printed.pages) {
        let dictionary = printed.document.get_dictionary((id.0, 0))?;
        file.object(*id, |out| _ = out.dictionary(dictionary));
    }
    Ok(file.finish(printed.root, info))
}

/// What printpdf makes of the pages while they are empty.
struct Printed {
    document: lopdf::Document,
    /// The catalog.
    root: Id,
    /// The root of the tree of pages.
    tree: Id,
    pages: Vec<Id>,
}

impl Printed {
    fn new(laid: &Laid, info: &Info) -> Result<Self, WriteError> {
        let mut printed = printpdf::PdfDocument::new(&info.title);
        metadata::set_dates(&mut printed);
        let pages = laid.pages.iter().map(|page| {
            let (width, height) =
                (printpdf::Mm::from(printpdf::Pt(page.width)), printpdf::Mm::from(printpdf::Pt(page.height)));
            printpdf::PdfPage::new(width, height, Vec::new())
        });
        printed.with_pages(pages.collect());
        let document = printed.to_lopdf_document(&printpdf::PdfSaveOptions::default(), &mut Vec::new());
        let root = document.trailer.get(b"Root")?.as_reference()?;
        let tree = document.get_dictionary(root)?.get(b"Pages")?.as_reference()?;
        let kids = document.get_dictionary(tree)?.get(b"Kids")?.as_array()?;
        let pages = kids.iter().map(|kid| Ok(Id(kid.as_reference()?.0))).collect::<Result<_, lopdf::Error>>()?;
        Ok(Self { root: Id(root.0), tree: Id(tree.0), pages, document })
    }

    /// The numbers of the objects that are not kept: resources that are empty, contents, and an Info of its own.
    fn spare(&self) -> Vec<Id> {
        let kept = |id: &Id| *id == self.root || *id == self.tree || self.pages.binary_search(id).is_ok();
        self.document.objects.keys().map(|(id, _)| Id(*id)).filter(|id| !kept(id)).rev().collect()
    }
}
