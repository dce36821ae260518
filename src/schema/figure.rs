//! The table of pictures.

use super::field::{ON_PAGE, field, required};
use super::{TableSchema, Target, Type, ValueRefusal};

use Type::{Checked, Id, Integer, List, Prose, Text};

const FILE: Type = Checked { noun: "the path of a PNG, JPEG or SVG file, in quotation marks", check: picture_path };

pub(super) const FIGURES: TableSchema = TableSchema {
    path: "figures.ID",
    required: false,
    attribution: false,
    doc: "A picture from a file: a map, a chart, a photograph. A PNG or JPEG file has at most 8 MB and 40 million pixels, an SVG file 2 MB. Colours are treated as sRGB, and metadata that a camera or a program adds to a file, such as the place, is in no output. An SVG is printed as paths: convert its text to paths first; one that has pictures in it, or uses filters, masks or patterns, is refused, so save it as PNG. Invisible parts are left out; but crop a map in its own program, because the points of a shape that reaches into the picture stay in the output, including those outside it.",
    fields: &[
        required(
            "file",
            FILE,
            "\"map.png\"",
            "The path of the file from the folder of the brief, and inside it, with `/` between folders.",
        ),
        required(
            "alt",
            Text,
            "\"Map of the reservoir, with the three gates\"",
            "The alternative text: it says in words what the picture shows, and what the reader is to learn from it.",
        ),
        field("caption", Prose, "\"The gates on 3 May [@ministry].\"", "The text below it."),
        field("sources", List(&Id(Target::Source)), "[\"ministry\"]", "Where it comes from.").evidential(),
        field(
            "width",
            Integer { least: 10, most: 100 },
            "60",
            "How wide it is, in per cent of the width of the text. Without it: 60. It is never higher than 70 per cent of the page.",
        )
        .editorial(),
        field("issue", Id(Target::Issue), "\"filling\"", "The issue that it is about."),
        ON_PAGE,
    ],
};

/// What no name of a file has on one system or another, or means something there.
const NOT_IN_NAMES: [char; 8] = [':', '*', '?', '"', '<', '>', '|', '`'];

/// What means something in the address of a file.
const IN_ADDRESSES: [char; 2] = ['%', '#'];

/// What Windows takes for a device, whatever the ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    matches!(&*stem, "con" | "prn" | "aux" | "nul") || port.is_some_and(|rest| rest.len() == 1 && rest != "0")
}

/// Takes the path of a picture: one that stays within its folder, on every system.
///
/// # Errors
/// [`ValueRefusal`] for any other text.
pub fn picture_path(text: &str) -> Result<(), ValueRefusal> {
    let refuse = |message: &str, help: &str, meant: Option<String>| {
        Err(ValueRefusal { message: message.to_owned(), help: help.to_owned(), meant })
    };
    let within = "copy the file into the folder of the file that names it, and name it from there";
    let is_drive = text.as_bytes().get(1) == Some(&b':');
    if text.contains("://") || text.starts_with("data:") {
        return refuse("it is an address, and nothing is loaded from the network", within, None);
    }
    if text.starts_with(['/', '\\', '~']) || is_drive {
        return refuse("it is not relative to the folder of the file that names it", within, None);
    }
    if text.split(['/', '\\']).any(|part| part == "..") {
        return refuse("it leads out of the folder of the file that names it", within, None);
    }
    if text.contains('\\') {
        let meant = text.replace('\\', "/");
        return refuse("folders are separated by `/`", &format!("write \"{meant}\""), Some(meant));
    }
    if text.split('/').any(|part| part.is_empty() || part == "." || part.trim() != part || part.ends_with('.')) {
        return refuse("it is not the plain path of a file", "write it as in \"maps/gates.png\"", None);
    }
    if text.contains(IN_ADDRESSES) || text.contains("  ") {
        return refuse("it has a character with a meaning in addresses", "give the file another name", None);
    }
    if text.split('/').any(is_device) {
        return refuse("on Windows it is the name of a device", "give the file another name", None);
    }
    if text.contains(NOT_IN_NAMES) || text.contains(char::is_control) {
        return refuse(
            "it has a character that not every system allows in file names",
            "give the file another name",
            None,
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::picture_path;

    #[test]
    fn a_path_stays_in_the_folder_of_the_brief() {
        for path in ["a.png", "maps/a b.jpg", "карта.png", "..a.png", "a..png"] {
            assert_eq!(picture_path(path), Ok(()), "{path}");
        }
        for path in [
            "",
            "/a.png",
            "//host/a.png",
            "\\\\host\\a.png",
            "C:\\a.png",
            "c:a.png",
            "../a.png",
            "a/../../b.png",
            "a/..",
            "~/a.png",
            "./a.png",
            "a//b.png",
            "a/",
            "a.png ",
            "a.png.",
            "https://example.org/a.png",
            "file:///a.png",
            "data:image/png;base64,AA",
            "a\\..\\b.png",
            "a\u{0}.png",
            "a:b.png",
            "a%20b.png",
            "a#1.png",
            "a  b.png",
            "NUL",
            "maps/com1.png",
        ] {
            assert!(picture_path(path).is_err(), "{path}");
        }
        assert_eq!(picture_path("maps\\a.png").unwrap_err().meant.as_deref(), Some("maps/a.png"));
    }
}
