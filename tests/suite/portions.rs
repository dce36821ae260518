//! Portion marks: with this setting of a style, each paragraph begins with its own mark.

use std::fs;

use crate::program::{brief, folder, root, run};

const BRIEF: &str = "schema = 1

[brief]
title = \"Reservoir talks\"
as_of = 2024-05-14
bottom_line = \"The schedule is open.\"
handling = \"TOP SECRET//UK EYES ONLY\"
unmarked = \"OFFICIAL\"
own_side = \"upstream\"
background = \"\"\"
It began in 2011.

It goes on.\"\"\"
marks = { background = \"OFFICIAL-SENSITIVE\" }

[parties.upstream]
name = \"Upstream Republic\"
role = \"principal\"
interests = [\"Power\", \"Jobs\"]

[parties.downstream]
name = \"Downstream Kingdom\"
role = \"principal\"

[issues.filling]
title = \"Filling schedule\"
status = \"contested\"

[positions.filling.upstream]
stance = \"demands\"
text = \"Five *years*.\"
handling = \"TOP SECRET//UK EYES ONLY\"

[positions.filling.downstream]
stance = \"demands\"
text = \"Seven.\"

[aims.filling]
goal = \"Six years.\"

[figures.map]
file = \"map.png\"
alt = \"The two dams.\"
handling = \"OFFICIAL-SENSITIVE\"

[figures.gates]
file = \"map.png\"
alt = \"The gates.\"
caption = \"Two gates.\"
";

#[test]
fn each_paragraph_begins_with_its_own_mark_and_titles_with_none() {
    let here = folder("portions");
    fs::write(here.join("a.toml"), BRIEF).unwrap();
    fs::copy(root().join("tests/cases/pictures/map.png"), here.join("map.png")).unwrap();
    for template in ["full", "mandate"] {
        assert_eq!(run(brief(["template", "export", template, template]).current_dir(&here)).0, 0);
        let style = here.join(template).join("style.toml");
        let text = fs::read_to_string(&style).unwrap();
        let (before, after) = text.split_once("[text]").unwrap_or((&text, ""));
        fs::write(&style, format!("{before}\n[text]\nportion-marks = true\n{after}")).unwrap();
    }
    let page = |more: &[&str]| {
        let (exit, page, errors) =
            run(brief([&["render", "a.toml", "--to", "md", "-o", "-"], more].concat()).current_dir(&here));
        assert_eq!(exit, 0, "{errors}");
        page
    };
    let full = page(&["--template", "./full"]);
    for text in [
        "# Reservoir talks\n",
        "(O) The schedule is open.",
        "(O-S) It began in 2011.\n\n(O-S) It goes on.",
        "- (O) Power\n- (O) Jobs",
        "(TS//UK EYES ONLY) Five *years*.",
        "### Filling schedule\n",
        "\n\n(O-S)\n",
        "(O) Two gates.",
    ] {
        assert!(full.contains(text), "{text}\n{full}");
    }
    // A blank caption counts as none.
    for blank in ["", " ", "\\n \\u00a0"] {
        let blank = format!("alt = \"The two dams.\"\ncaption = \"{blank}\"");
        fs::write(here.join("a.toml"), BRIEF.replace("alt = \"The two dams.\"", &blank)).unwrap();
        let full = page(&["--template", "./full"]);
        assert!(full.contains("\n\n(O-S)\n"), "{blank:?}\n{full}");
    }
    fs::write(here.join("a.toml"), BRIEF).unwrap();
    assert!(page(&["--template", "./mandate"]).contains("| (own-side) Six years. |"));
    // A release has marks up to its level.
    let released = page(&["--template", "./full", "--release", "OFFICIAL-SENSITIVE"]);
    assert!(released.contains("(O-S) It goes on.") && !released.contains("(TS"), "{released}");
    // No built-in template has portion marks.
    assert!(!page(&["--template", "full"]).contains("(O)"));
    // In a brief without handling, the marks have no meaning.
    let unmarked: String = BRIEF
        .lines()
        .filter(|line| !["handling", "unmarked", "marks"].iter().any(|it| line.starts_with(it)))
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(here.join("a.toml"), unmarked).unwrap();
    assert!(!page(&["--template", "./full"]).contains("(O"));
}
