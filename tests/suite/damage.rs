//! A short version of the fuzzing in `fuzz/`, for pages, fonts and pictures. Inputs are made by cutting, duplicating
//! and mixing existing files. `laws.rs` does the same with briefs.

#[path = "../../fuzz/invariants.rs"]
pub(crate) mod invariants;

use std::time::{Duration, Instant};

use briefing::layout::Fonts;
use briefing::library::FontLibrary;
use briefing::picture::Picture;

use crate::generated;
use crate::mutation::Random;
use crate::program::{TEMPLATES, root, shipped_briefs};

/// The pieces that are inserted into a damaged brief.
pub(crate) const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "=",
    "\n",
    "\r\n",
    "\r",
    "*",
    "**",
    "[@",
    "](",
    "\\",
    ".",
    "{",
    "}",
    ",",
    "#",
    "\u{202e}",
    "\u{feff}",
    "\0",
    "\u{1b}[31m",
    "é",
    "日本",
    "1979-05-27",
    "yes",
    "“",
    "”",
    "[brief]\n",
    "schema = 2\n",
    "99999999999999999999",
    "\\u0041",
    "\\\n",
    "а",
];

/// A text of the corpus after some cutting, duplicating and mixing.
pub(crate) fn damaged(corpus: &[String], pieces: &[&str], random: &mut Random) -> String {
    let mut text = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(6) {
        let mut place = || text.floor_char_boundary(random.below(text.len() + 1));
        let (one, other) = (place(), place());
        let range = one.min(other)..one.max(other).min(text.floor_char_boundary(one.min(other) + 400));
        match random.below(4) {
            0 => text.replace_range(range, ""),
            1 => {
                let copy = text[range].to_owned();
                text.insert_str(one, &copy);
            }
            2 => text.insert_str(one, pieces[random.below(pieces.len())]),
            _ => {
                let from = &corpus[random.below(corpus.len())];
                let start = from.floor_char_boundary(random.below(from.len() + 1));
                text.insert_str(one, &from[start..from.floor_char_boundary(start + 300)]);
            }
        }
    }
    text
}

/// Runs a check, and prints the text if it fails.
fn holds(text: &str, what: impl FnOnce()) {
    if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(what)) {
        println!("{text}");
        std::panic::resume_unwind(panic);
    }
}

/// The number of damaged pages.
const PAGES: usize = 300;

const MARKDOWN: &[&str] = &[
    "# ",
    "> ",
    "- ",
    "1. ",
    "|",
    "| --- |",
    "\n\n",
    "  \n",
    "[^a]",
    "[^a]: ",
    "[a](javascript:alert(1))",
    "[a](#positions)",
    "[a](https://example.org/)>>/JavaScript)",
    "<!-- brief:columns count=3 -->\n\n",
    "<!-- /brief:columns -->\n\n",
    "<!-- brief:strip -->\n\n",
    "<!-- brief:timeline days=\"0 4294967295\" -->\n\n",
    "<!-- brief:contents -->\n\n",
    "<!-- brief:drop priority=1 note=\"x\" -->\n\n",
    "<!-- brief:keep -->\n\n",
    "<!-- brief:column-break -->\n\n",
    "<!-- brief:page-break -->\n\n",
    "<span lang=\"ar\">",
    "</span>",
    "<br>",
    "كلمات",
    "שָׁלוֹם",
    "漢字",
    "\u{301}\u{301}",
    "\u{200d}",
    "\u{ad}",
    "()<>/\\%",
];

#[test]
fn damaged_pages_break_nothing() {
    let library = FontLibrary::default();
    let mut press = briefing::pipeline::Renderer::new(&library);
    let mut corpus = Vec::new();
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let text = std::fs::read_to_string(&path).unwrap();
            corpus.push(generated::render(text, template, &mut press).0.unwrap().markdown);
        }
    }
    let fonts = Fonts::embedded();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..PAGES {
        let text = damaged(&corpus, MARKDOWN, &mut random);
        holds(&text, || invariants::hold_page(&text, &fonts));
    }
}

/// The number of damaged fonts.
const FONTS: usize = 60;

#[test]
fn damaged_fonts_break_nothing() {
    let data = include_bytes!("../../fonts/source-sans/SourceSans3-Regular.ttf");
    let mut random = Random(0x6a09_e667_f3bc_c908);
    for _ in 0..FONTS {
        let mut data = data.to_vec();
        // Half of the damage is in the directory and the first tables, where it has most effect.
        for _ in 0..=random.below(40) {
            let limit = if random.below(2) == 0 { 4_000 } else { data.len() };
            let at = random.below(limit);
            data[at] = random.below(256) as u8;
        }
        if random.below(4) == 0 {
            data.truncate(random.below(data.len()));
        }
        invariants::hold_font(&data);
    }
}

/// The number of damaged pictures.
const PICTURES: usize = 400;

/// A limit far above the time for any picture.
const LONGEST: Duration = Duration::from_mins(1);

/// A damaged picture: some bytes are changed, some parts are removed or duplicated.
fn damaged_picture(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut data = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(5) {
        let (one, other) = (random.below(data.len() + 1), random.below(data.len() + 1));
        let range = one.min(other)..one.max(other).min(one.min(other) + 400);
        match random.below(4) {
            0 if !range.is_empty() => data[range.start] = random.below(256) as u8,
            1 => drop(data.drain(range)),
            2 => {
                let copy = data[range.clone()].repeat(1 + random.below(50));
                data.splice(range, copy);
            }
            _ if !range.is_empty() => data[range.start] ^= 1 << random.below(8),
            _ => {}
        }
    }
    data
}

#[test]
fn damaged_pictures_break_nothing_and_take_no_longer() {
    let folder = std::fs::read_dir(root().join("tests/cases/pictures")).unwrap();
    let mut files: Vec<_> =
        folder.map(|entry| entry.unwrap().path()).filter(|it| !it.ends_with("gates.toml")).collect();
    files.sort();
    let mut corpus: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    // Most damage does not make an SVG invalid, so it is included more often.
    corpus.extend(vec![std::fs::read(root().join("tests/cases/pictures/chart.svg")).unwrap(); files.len()]);
    let fonts = Fonts::embedded();
    let (mut random, mut read) = (Random(0x3c6e_f372_fe94_f82b), 0);
    for _ in 0..PICTURES {
        let data = damaged_picture(&corpus, &mut random);
        let started = Instant::now();
        holds(&String::from_utf8_lossy(&data), || invariants::hold_picture(&data, &fonts));
        assert!(started.elapsed() < LONGEST, "{}", String::from_utf8_lossy(&data));
        read += usize::from(Picture::read(&data).is_ok());
    }
    assert!(read > PICTURES / 10, "{read} of {PICTURES} could be read: the damage hides what comes after");
}
