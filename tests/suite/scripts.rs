//! Pages in other scripts with a whole folder of fonts.

use std::path::{Path, PathBuf};

use super::program::{brief, folder, have, output, required, run};

/// Where Debian has the fonts of all scripts.
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

/// Renders a brief; gives the path of its PDF and what was reported.
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
    // One has the vowel above its letter, one a tone mark above that, one a vowel below, one brackets.
    let words = ["สากลว่าด้วยสิทธิมนุษยชน", "ดำรงชีวิต", "ความมั่นคง", "ปฏิบัติต่อกัน", "เหนือ", "ทุกคนมีสิทธิที่จะได้รับ", "ศักดิ์(ศักดิ์)และ"];
    for word in words {
        assert!(printed.contains(word), "{word} is not in\n{printed}");
    }
}
