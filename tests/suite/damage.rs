//! A short run of what `fuzz/` does at length: texts made of the briefs and cases by cutting, doubling and mixing.

#[path = "../../fuzz/invariants.rs"]
mod invariants;

use crate::mutation::Random;
use crate::program::{root, shipped_briefs};

/// How many texts are tried.
const TEXTS: usize = 2_000;

const PIECES: &[&str] = &[
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

#[test]
fn damaged_briefs_break_nothing() {
    let cases = std::fs::read_dir(root().join("tests/cases/check")).unwrap();
    let mut paths: Vec<_> = cases.map(|case| case.unwrap().path().join("brief.toml")).collect();
    paths.sort();
    paths.extend(shipped_briefs());
    let corpus: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..TEXTS {
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
                2 => text.insert_str(one, PIECES[random.below(PIECES.len())]),
                _ => {
                    let from = &corpus[random.below(corpus.len())];
                    let start = from.floor_char_boundary(random.below(from.len() + 1));
                    text.insert_str(one, &from[start..from.floor_char_boundary(start + 300)]);
                }
            }
        }
        let text_of_failure = text.clone();
        if let Err(panic) = std::panic::catch_unwind(|| invariants::hold(&text)) {
            println!("{text_of_failure}");
            std::panic::resume_unwind(panic);
        }
    }
}
