//! What the file says of itself: Info and XMP, which agree, the identifier, and the entries of the catalog.

use lopdf::{Object, Stream, dictionary};
use printpdf::{OffsetDateTime, PdfDocument};

use super::font::fnv;
use super::{Info, WriteError, profile, text_string};

/// The program, as a PDF names its creator and producer.
const PROGRAM: &str = concat!("briefing ", env!("CARGO_PKG_VERSION"));

/// Keeps the clock out of what printpdf writes; [`add`] puts the real dates in.
pub(super) fn set_dates(document: &mut PdfDocument) {
    if let Ok(zero) = OffsetDateTime::from_unix_timestamp(0) {
        let info = &mut document.metadata.info;
        info.creation_date = zero;
        info.modification_date = zero;
        info.metadata_date = zero;
    }
}

impl Info {
    /// The authors in one line.
    fn author(&self) -> String {
        self.authors.join(", ")
    }

    /// The date as `2025-12-26T00:00:00Z`.
    fn stamp(&self) -> String {
        let date = self.date;
        format!("{:04}-{:02}-{:02}T00:00:00Z", date.year().max(0), u8::from(date.month()), date.day())
    }
}

/// Adds Info, the output intent and the catalog's entries.
pub(super) fn add(document: &mut lopdf::Document, info: &Info) -> Result<(), WriteError> {
    let stamp: String = info.stamp().chars().filter(char::is_ascii_digit).collect();
    let stamp = Object::string_literal(format!("D:{stamp}Z"));
    let mut entries = dictionary! {
        "Title" => text_string(&info.title),
        "Creator" => text_string(PROGRAM),
        "Producer" => text_string(PROGRAM),
        "CreationDate" => stamp.clone(),
        "ModDate" => stamp,
    };
    if !info.authors.is_empty() {
        entries.set("Author", text_string(&info.author()));
    }
    let id = match document.trailer.get(b"Info").and_then(Object::as_reference) {
        Ok(id) => id,
        Err(_) => document.new_object_id(),
    };
    document.objects.insert(id, Object::Dictionary(entries));
    document.trailer.set("Info", id);
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, profile::srgb()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text_string("sRGB"),
        "Info" => text_string("sRGB (IEC 61966-2-1)"),
        "DestOutputProfile" => profile,
    };
    let catalog = document.catalog_mut()?;
    catalog.set("Lang", text_string(&info.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("PageLayout", "SinglePage");
    catalog.set("PageMode", "UseNone");
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    Ok(())
}

/// Adds the XMP packet, uncompressed, as PDF/A wants it (ISO 19005-2, 6.6.2.1).
pub(super) fn add_xmp(document: &mut lopdf::Document, info: &Info) -> Result<(), WriteError> {
    let stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(info).into_bytes());
    let id = document.add_object(Object::Stream(stream.with_compression(false)));
    let catalog = document.catalog_mut()?;
    let old = catalog.get(b"Metadata").and_then(Object::as_reference).ok();
    catalog.set("Metadata", id);
    if let Some(old) = old {
        document.objects.remove(&old);
    }
    Ok(())
}

fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no place for the other control characters and for noncharacters.
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn xmp(info: &Info) -> String {
    let (title, language, stamp) = (xml(&info.title), xml(&info.language), info.stamp());
    let creator = if info.authors.is_empty() {
        String::new()
    } else {
        format!("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n", xml(&info.author()))
    };
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{creator}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool>
<xmp:CreateDate>{stamp}</xmp:CreateDate>
<xmp:ModifyDate>{stamp}</xmp:ModifyDate>
<pdf:Producer>{PROGRAM}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}'
    )
}

/// Sets the file identifier (ISO 32000-1, 14.4) from the content: 128 bits of FNV-1a over every stream and the Info.
pub(super) fn set_id(document: &mut lopdf::Document, info: &Info) {
    let mut parts = [fnv(0, info.title.as_bytes()), fnv(1, info.stamp().as_bytes())];
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            parts = [fnv(parts[0], &stream.content), fnv(parts[1].rotate_left(17), &stream.content)];
        }
    }
    let id =
        Object::String(parts.iter().flat_map(|part| part.to_be_bytes()).collect(), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}
