//! The metadata of the file: Info and XMP, which agree, and the entries of the catalog.

use lopdf::{Dictionary, Object, dictionary};
use printpdf::{OffsetDateTime, PdfDocument};

use super::file::{Holds, PdfFile};
use super::syntax::{ObjectNumber, Put};
use super::{PdfInfo, profile};
use crate::markup;

/// The name of the program, as creator and producer of the PDF.
const PROGRAM: &str = concat!("briefing ", env!("CARGO_PKG_VERSION"));

/// Sets fixed dates in the document of printpdf, which would use the clock; [`write()`] and [`add`] write the real
/// ones.
pub(super) fn set_dates(document: &mut PdfDocument) {
    if let Ok(zero) = OffsetDateTime::from_unix_timestamp(0) {
        let info = &mut document.metadata.info;
        info.creation_date = zero;
        info.modification_date = zero;
        info.metadata_date = zero;
    }
}

impl PdfInfo {
    /// The authors, separated by commas.
    fn author(&self) -> String {
        self.authors.join(", ")
    }

    /// The date as `2025-12-26T00:00:00Z`.
    fn stamp(&self) -> String {
        let date = self.date;
        format!("{:04}-{:02}-{:02}T00:00:00Z", date.year().max(0), u8::from(date.month()), date.day())
    }
}

/// Writes the Info dictionary.
pub(super) fn write(info: &PdfInfo, file: &mut PdfFile<'_>) -> ObjectNumber {
    let stamp: String = info.stamp().chars().filter(char::is_ascii_digit).collect();
    let id = file.new_id();
    file.object(id, |out| {
        out.put("<</Title").text(&info.title);
        if !info.authors.is_empty() {
            out.put("/Author").text(&info.author());
        }
        out.put("/Creator").text(PROGRAM).put("/Producer").text(PROGRAM);
        out.put("/CreationDate(D:").put(&stamp).put("Z)/ModDate(D:").put(&stamp).put("Z)>>");
    });
    id
}

/// Adds the language, the output intent and the XMP packet to the catalog.
pub(super) fn add(catalog: &mut Dictionary, info: &PdfInfo, file: &mut PdfFile<'_>) {
    let profile = file.new_id();
    file.stream(profile, "/N 3", profile::srgb(), Holds::Common);
    let string = |text: &str| {
        let plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let units = || [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        Object::string_literal(if plain { text.as_bytes().to_vec() } else { units() })
    };
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => string("sRGB"),
        "Info" => string("sRGB (IEC 61966-2-1)"),
        "DestOutputProfile" => profile,
    };
    catalog.set("Lang", string(&info.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("PageLayout", "SinglePage");
    catalog.set("PageMode", "UseNone");
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    // Not compressed, as PDF/A requires (ISO 19005-2, 6.6.2.1).
    let packet = file.new_id();
    file.raw_stream(packet, b"/Type/Metadata/Subtype/XML", xmp(info).as_bytes());
    catalog.set("Metadata", packet);
}

fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    markup::escape_into(&mut out, text);
    out
}

fn xmp(info: &PdfInfo) -> String {
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
