//! Addresses of files as paths, and back (RFC 8089).

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

use crate::address;

/// The path of an address. What is not a file, such as a text that was never saved, gets its address as its path.
pub(super) fn path(uri: &Uri) -> PathBuf {
    let Some(rest) = uri.0.strip_prefix("file://") else { return PathBuf::from(&uri.0) };
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = address::decoded(rest);
    // `/C:/briefs` is a path of Windows.
    let is_drive = matches!(path.as_bytes(), [b'/', letter, b':', ..] if letter.is_ascii_alphabetic());
    if cfg!(windows) && is_drive { PathBuf::from(&path[1..]) } else { PathBuf::from(path) }
}

/// The address of a file.
pub(super) fn of(path: &Path) -> Uri {
    let written = path.to_string_lossy();
    let written = if cfg!(windows) { written.replace('\\', "/") } else { written.into_owned() };
    let start = if written.starts_with('/') { "file://" } else { "file:///" };
    Uri(format!("{start}{}", address::file(&written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_file_and_back() {
        for (uri, file) in [("file:///a%20b/%C3%A9.toml", "/a b/é.toml"), ("file://localhost/a", "/a")] {
            assert_eq!(path(&Uri(uri.to_owned())), PathBuf::from(file));
        }
        let file = Path::new("/a b/é#1.toml");
        assert_eq!(of(file).0, "file:///a%20b/%C3%A9%231.toml");
        assert_eq!(path(&of(file)), file);
        assert_eq!(path(&Uri("untitled:One".to_owned())), PathBuf::from("untitled:One"));
        assert_eq!(path(&Uri("file:///%zz%".to_owned())), PathBuf::from("/%zz%"));
    }
}
