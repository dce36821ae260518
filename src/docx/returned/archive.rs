//! The parts of a file, as far as they are needed, up to a size.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{LARGEST, Portion, ReadError};

/// The largest part that is unpacked, in bytes. A brief of three pages has 100 kB; with all that Word adds, 1 MB.
const LARGEST_PART: u64 = 4 << 20;

/// More parts than these no Word file of a brief has.
const MOST_PARTS: u16 = 4096;

const TOO_MANY_PARTS: ReadError = ReadError::TooLarge { what: "more than 4096 parts", portion: Portion::Embedded };

/// More parts of data than these are not looked at.
const MOST_CUSTOM: usize = 16;

/// The length of the end record of a zip file without its comment.
const END: usize = 22;

/// The parts that are needed.
pub(super) struct ArchiveParts {
    pub(super) document: String,
    pub(super) footnotes: Option<String>,
    pub(super) comments: Option<String>,
    pub(super) core: Option<String>,
    /// What this program and others keep in the file, by the names of the parts.
    pub(super) custom: Vec<(String, String)>,
}

/// How a file of Word 97 begins, and one that is protected by a password (MS-CFB, 2.2).
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A file that can be unpacked.
pub(in crate::docx) type Archive<'f> = ZipArchive<Cursor<&'f [u8]>>;

/// Unpacks the parts of a file.
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

/// Opens a file, of which nothing is unpacked yet.
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
    // A comment can hold a whole end record, and then there are two that end the file.
    if archive.len() > usize::from(MOST_PARTS) {
        return Err(TOO_MANY_PARTS);
    }
    Ok(archive)
}

/// The text of a part; `None` when there is none of that name.
pub(in crate::docx) fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, ReadError> {
    let Some(bytes) = bytes(archive, name)? else { return Ok(None) };
    let wrong = |message: &str| ReadError::Xml { part: name.to_owned(), message: message.to_owned() };
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8"))?;
    Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}

/// The contents of a part; `None` when there is none of that name.
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

/// How many parts the end of a zip file says that it has (APPNOTE 4.3.16): an archive is read only when it is no more.
/// Its comment comes last, and can have the signature of an end record in it; what ends the file with its comment is
/// one.
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

/// Whether a compound file holds an encrypted package (MS-OFFCRYPTO, 2.3.4.4): its directory has that name.
fn has_encrypted_package(file: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let start = &file[..file.len().min(1 << 20)];
    let end = &file[file.len().saturating_sub(1 << 20)..];
    [start, end].iter().any(|part| part.windows(name.len()).any(|window| window == name))
}
