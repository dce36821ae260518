//! Pages in other scripts, with a folder of many fonts.

use std::path::{Path, PathBuf};

use super::program::{brief, folder, have, output, required, run};

/// The folder for fonts of all scripts in Debian.
const NOTO: &str = "/usr/share/fonts/truetype/noto";

/// Whether the folder of fonts is there.
fn has_noto() -> bool {
    let has = Path::new(NOTO).join("NotoLoopedThai-Regular.ttf").is_file();
    assert!(has || !required(), "the fonts of {NOTO} are not installed");
    if !has {
        eprintln!("skipped: the fonts of {NOTO} are not installed");
    }
    has
}

/// Renders a brief; returns the path of its PDF and the messages.
fn rendered(name: &str, text: &str, fonts: &[&Path]) -> (PathBuf, String) {
    let file = folder(&format!("scripts-{name}")).join(format!("{name}.toml"));
    std::fs::write(&file, text).unwrap();
    let mut command = brief(["render", "-v"]);
    for fonts in fonts {
        command.arg("--fonts").arg(fonts);
    }
    let (exit, _, errors) = run(command.arg(&file));
    assert_eq!(exit, 0, "{errors}");
    (file.with_extension("pdf"), errors)
}

#[test]
fn families_for_text_are_taken_from_a_folder_of_all() {
    if !has_noto() {
        return;
    }
    let cases = [
        ("ar", include_str!("../cases/scripts/ar.toml"), "Noto Naskh Arabic", "Noto Sans Arabic", "Arabic"),
        ("he", include_str!("../cases/scripts/he.toml"), "Noto Serif Hebrew", "Noto Sans Hebrew", "Hebrew"),
        ("th", include_str!("../cases/scripts/th.toml"), "Noto Serif Thai", "Noto Sans Thai", "Thai"),
    ];
    for (name, text, serif, sans, script) in cases {
        let (_, report) = rendered(&format!("noto-{name}"), text, &[Path::new(NOTO)]);
        let fonts: Vec<&str> = report.lines().filter(|line| line.starts_with("  font: ")).collect();
        let mut wanted = [serif, sans].map(|family| format!("  font: {family} for {script}"));
        wanted.sort();
        assert_eq!(fonts, wanted);
    }
}

#[test]
fn several_folders_of_fonts_are_read() {
    if !has_noto() {
        return;
    }
    let into = folder("scripts-folders");
    let copied = |name: &str| {
        let to = into.join(name);
        std::fs::create_dir_all(&to).unwrap();
        let file = format!("Noto{name}-Regular.ttf");
        std::fs::copy(Path::new(NOTO).join(&file), to.join(&file)).unwrap();
        to
    };
    let [thai, hebrew] = ["SansThai", "SerifHebrew"].map(copied);
    let text = include_str!("../cases/scripts/th.toml").replace("ฝ่ายใต้", "משרד");
    let (_, report) = rendered("two-folders", &text, &[&thai, &hebrew]);
    assert!(report.contains("font: Noto Sans Thai for Thai"), "{report}");
    assert!(report.contains("font: Noto Serif Hebrew for Hebrew"), "{report}");
}

#[test]
fn thai_words_come_out_of_the_page_as_they_are_in_the_brief() {
    if !has_noto() || !have("pdftotext") || !have("qpdf") {
        return;
    }
    let text = include_str!("../cases/scripts/th.toml");
    let (pdf, _) = rendered("words-th", text, &[Path::new(NOTO)]);
    let pdf = pdf.to_str().unwrap();
    assert!(output("qpdf", &["--check", pdf]).contains("No syntax or stream encoding errors found"));
    let printed = output("pdftotext", &[pdf, "-"]);
    // The words have vowels above and below letters, tone marks above those, and brackets.
    let words = ["สากลว่าด้วยสิทธิมนุษยชน", "ดำรงชีวิต", "ความมั่นคง", "ปฏิบัติต่อกัน", "เหนือ", "ทุกคนมีสิทธิที่จะได้รับ", "ศักดิ์(ศักดิ์)และ"];
    for word in words {
        assert!(printed.contains(word), "{word} is not in\n{printed}");
    }
}

/// The folder for fonts with ideographs in Debian.
const CJK: &str = "/usr/share/fonts/opentype/noto";

/// A language, and sentences in it from the Universal Declaration of Human Rights, with the marks and ligatures of the
/// script.
const SENTENCES: [(&str, [&str; 3]); 11] = [
    ("de", ["Alle Menschen sind frei und gleich an Würde geboren.", "Offizielle Auflösung", "Maßregeln gegen Willkür"]),
    ("el", ["Ὅλοι οἱ ἄνθρωποι γεννιοῦνται ἐλεύθεροι", "και ίσοι στην αξιοπρέπεια", "τα δικαιώματα ΐ"]),
    ("ru", ["Все люди рождаются свободными и равными", "в своём достоинстве и правах", "Йод, ёлка"]),
    (
        "ar",
        [
            "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق عقلاً وضميراً",
            "لا يجوز الإسترقاق إلاّ وفقاً للأنباء والآراء والأفكار",
            "على كل فرد الله محمّد",
        ],
    ),
    ("he", ["כל בני אדם נולדו בני חורין", "ושווים בערכם ובזכויותיהם", "שָׁלוֹם לָאָרֶץ"]),
    ("fa", ["تمام افراد بشر آزاد زاده می‌شوند", "و از لحاظ حیثیت و حقوق با هم برابرند", "گفت‌وگوها را"]),
    ("hi", ["सभी मनुष्यों को गौरव और अधिकारों", "प्रत्येक व्यक्ति को स्वाधीनता", "निषिद्ध रूपों द्वारा"]),
    ("th", ["มนุษย์ทั้งปวงเกิดมามีอิสระ", "และเสมอภาคกันในเกียรติศักดิ์", "คำนำ"]),
    ("km", ["មនុស្សទាំងអស់កើតមកមានសេរីភាព", "និងសមភាពក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរ", "កេរ្ដិ៍"]),
    ("zh", ["人人生而自由在尊严和权利上一律平等", "他们赋有理性和良心", "安全理事会"]),
    ("ja", ["すべての人間は生れながらにして自由であり", "尊厳と権利とについて平等である", "ガイド"]),
];

/// The text that a search in a PDF reader works on: without direction marks, which readers add, and with divided words
/// rejoined.
fn found(printed: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    printed.replace(is_mark, "").replace("-\n", "")
}

#[test]
fn every_word_is_found_in_every_script() {
    if !has_noto() || !have("pdftotext") {
        return;
    }
    if !Path::new(CJK).join("NotoSerifCJK-Regular.ttc").is_file() {
        assert!(!required(), "the fonts of {CJK} are not installed");
        eprintln!("skipped: the fonts of {CJK} are not installed");
        return;
    }
    for (language, [first, second, third]) in SENTENCES {
        let text = include_str!("../cases/scripts/words.toml")
            .replace("LANGUAGE", language)
            .replace("FIRST", first)
            .replace("SECOND", second)
            .replace("THIRD", third);
        let (pdf, _) = rendered(&format!("found-{language}"), &text, &[Path::new(NOTO), Path::new(CJK)]);
        let printed = found(&output("pdftotext", &[pdf.to_str().unwrap(), "-"]));
        // Scripts without spaces continue on the next line without a hyphen.
        let lines: String = printed.split_whitespace().collect();
        let words: Vec<&str> = printed.split_whitespace().map(|word| word.trim_matches(['.', ','])).collect();
        for word in [first, second, third].into_iter().flat_map(str::split_whitespace) {
            let word = word.trim_matches(['.', ',']);
            let has_spaces = !["th", "km", "zh", "ja"].contains(&language);
            let is_found = if has_spaces { words.contains(&word) } else { lines.contains(word) };
            assert!(is_found, "{language}: {word} is not in\n{printed}");
        }
    }
}
