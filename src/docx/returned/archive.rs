//! Unpacks the necessary parts of a file, up to a size.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{LARGEST, Portion, ReadError};

/// The largest part that is unpacked, in bytes. A brief of three pages has 100 kB; with everything that Word adds, 1
/// MB.
const LARGEST_PART: u64 = 4 << 20;

/// The most parts that a Word file of a brief can have.
const MOST_PARTS: u16 = 4096;

const TOO_MANY_PARTS: ReadError = ReadError::TooLarge { what: "more than 4096 parts", portion: Portion::Embedded };

/// The most custom data parts that are searched.
const MOST_CUSTOM: usize = 16;

/// The length of the end record of a zip file, without its comment.
const END: usize = 22;

/// The necessary parts of a file.
pub(super) struct ArchiveParts {
    pub(super) document: String,
    pub(super) footnotes: Option<String>,
    pub(super) comments: Option<String>,
    pub(super) core: Option<String>,
    /// The custom data parts of this and other programs, by name.
    pub(super) custom: Vec<(String, String)>,
}

/// The first bytes of a Word 97 file, and of a file with a password (MS-CFB, 2.2).
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// An archive whose parts can be unpacked.
pub(in crate::docx) type Archive<'f> = ZipArchive<Cursor<&'f [u8]>>;

/// Unpacks the necessary parts of a file.
pub(super) fn open(file: &[u8]) -> Result<ArchiveParts, ReadError> {
    let mut archive = open_archive(file)?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(ReadError::NotWord)?;
    let footnotes = part(&mut archive, "word/footnotes.xml")?;
    let comments = part(&mut archive, "word/comments.xml")?;
    let core = part(&mut archive, "docProps/core.xml")?;
    let mut custom = Vec::new();
    let mut all = 0;
    for number in 1..=MOST_CUSTOM {
        let name = format!("customXml/item{number}.xml");
        if let Some(text) = part(&mut archive, &name)? {
            all += text.len() as u64;
            if all > LARGEST_PART {
                return Err(ReadError::TooLarge { what: "parts of data of more than 4 MB", portion: Portion::Data });
            }
            custom.push((name, text));
        }
    }
    Ok(ArchiveParts { document, footnotes, comments, core, custom })
}

/// Opens a file without unpacking anything.
pub(in crate::docx) fn open_archive(file: &[u8]) -> Result<Archive<'_>, ReadError> {
    if file.starts_with(&COMPOUND) {
        return Err(if has_encrypted_package(file) { ReadError::Password } else { ReadError::OldFormat });
    }
    if file.len() as u64 > LARGEST {
        return Err(ReadError::TooLarge { what: "more than 32 MB", portion: Portion::Embedded });
    }
    if count_of_parts(file).ok_or(ReadError::NotWhole)? > MOST_PARTS {
        return Err(TOO_MANY_PARTS);
    }
    let archive = ZipArchive::new(Cursor::new(file)).map_err(|_| ReadError::NotWhole)?;
    // The check above is not enough: a comment can contain another end record, and the file then has two that end it.
    if archive.len() > usize::from(MOST_PARTS) {
        return Err(TOO_MANY_PARTS);
    }
    Ok(archive)
}

/// The text of a part; `None` when there is no part with that name.
pub(in crate::docx) fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, ReadError> {
    let Some(bytes) = bytes(archive, name)? else { return Ok(None) };
    let wrong = |message: &str| ReadError::Xml { part: name.to_owned(), message: message.to_owned() };
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8"))?;
    Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}

/// The bytes of a part; `None` when there is no part with that name.
pub(in crate::docx) fn bytes(archive: &mut Archive<'_>, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
    let Some(at) = archive.index_for_name(name) else { return Ok(None) };
    let part = archive.by_index(at).map_err(|_| ReadError::NotWhole)?;
    let mut bytes = Vec::new();
    part.take(LARGEST_PART + 1).read_to_end(&mut bytes).map_err(|_| ReadError::NotWhole)?;
    if bytes.len() as u64 > LARGEST_PART {
        return Err(ReadError::TooLarge { what: "a part of more than 4 MB", portion: Portion::of(name) });
    }
    Ok(Some(bytes))
}

/// The number of parts according to the end record of a zip file (APPNOTE 4.3.16), so that an archive with too many is
/// not parsed. The comment of the archive comes last and may contain the signature of an end record. A real end record
/// ends the file together with its comment.
fn count_of_parts(file: &[u8]) -> Option<u16> {
    let from = file.len().saturating_sub(END + usize::from(u16::MAX));
    let number = |end: &[u8], at: usize| u16::from_le_bytes([end[at], end[at + 1]]);
    let is_end = |at: &usize| {
        let end = &file[*at..];
        end.starts_with(b"PK\x05\x06") && end.len() == END + usize::from(number(end, 20))
    };
    let end = (from..=file.len().checked_sub(END)?).rev().find(is_end)?;
    Some(number(&file[end..], 10))
}

/// Whether a compound file contains an encrypted package (MS-OFFCRYPTO, 2.3.4.4), which its directory names.
fn has_encrypted_package(file: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let start = &file[..file.len().min(1 << 20)];
    let end = &file[file.len().saturating_sub(1 << 20)..];
    [start, end].iter().any(|part| part.windows(name.len()).any(|window| window == name))
}
