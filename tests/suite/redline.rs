//! The diff of the two shipped Donbas editions in each format, the redline, and the page for readers of the first one.

use briefing::layout::page::{Edit, PageItem, Pages, StructureRole};
use briefing::library::FontLibrary;
use briefing::pipeline::{self, Checked, RenderOptions, Rendered, RenderedPdf};
use briefing::project::Project;
use briefing::world::Disk;

use crate::check::compare;
use crate::program::{TEMPLATES, brief, folder, have, output, root, run};

const OLD: &str = "briefs/donbas-2025-08-16.toml";
const NEW: &str = "briefs/donbas.toml";

fn checked(name: &str) -> Checked {
    let input = pipeline::read(&root().join(name).to_string_lossy(), &Disk).unwrap();
    pipeline::check(&input, &Project::default())
}

pub(super) fn redline(old: &str, new: &str, template: &str) -> (RenderedPdf, String) {
    let (old, mut new) = (checked(old), checked(new));
    let job = RenderOptions::new(template);
    let rendered = pipeline::Renderer::new(&FontLibrary::default()).redline(&old, &mut new, job, &Disk).unwrap();
    let Some(Rendered { markdown, pdf: Some(page), .. }) = rendered else { panic!("{:?}", new.diagnostics) };
    (page, markdown)
}

#[test]
fn the_difference_of_the_shipped_editions_reads_as_before() {
    for format in ["human", "md", "json"] {
        let (code, out, errors) = run(brief(["diff", OLD, NEW, "--format", format]).current_dir(root()));
        assert_eq!(code, 1, "{errors}");
        compare(&root().join(format!("tests/cases/editions/donbas.{format}")), &out);
    }
    let (_, markdown) = redline(OLD, NEW, "one-page");
    compare(&root().join("tests/cases/editions/donbas-redline.md"), &markdown);
}

#[test]
fn one_class_can_be_shown_alone_and_decides_the_exit_code() {
    let (code, out, _) = run(brief(["diff", OLD, NEW, "--only", "evidential"]).current_dir(root()));
    assert!(code == 1 && out.contains("Kommersant") && !out.contains("Substantive"), "{out}");
    // The severities of a project decide what counts as an error.
    let loud = folder("diff-severities").join("loud.toml");
    let text = std::fs::read_to_string(root().join(NEW)).unwrap();
    std::fs::write(&loud, text.replace("# brief: allow", "# Not suppressed:")).unwrap();
    let (_, out, _) = run(brief(["diff", OLD, loud.to_str().unwrap(), "--deny", "warnings"]).current_dir(root()));
    assert!(out.contains("has 4 errors"), "{out}");
    let (code, out, _) = run(brief(["diff", NEW, NEW]).current_dir(root()));
    assert!(code == 0 && out.contains("no difference in meaning"), "{out}");
}

#[test]
fn an_edition_with_errors_is_compared_as_far_as_it_can_be_read() {
    let folder = folder("diff-errors");
    let text = std::fs::read_to_string(root().join(NEW)).unwrap();
    let broken = text.replacen("stance = \"conditional\"", "stance = \"condicional\"", 1).replacen(
        "status = \"draft\"",
        "status = draft",
        1,
    );
    std::fs::write(folder.join("broken.toml"), broken).unwrap();
    let new = root().join(NEW);
    let (code, out, errors) = run(brief(["diff", new.to_str().unwrap(), "broken.toml"]).current_dir(&folder));
    assert!(code == 1 && out.contains("has 2 errors; what could be read is compared"), "{out}{errors}");
    assert!(out.contains("conditional → condicional"), "{out}");
    let arguments = ["diff", new.to_str().unwrap(), "broken.toml", "--format", "pdf", "-o", "x.pdf"];
    let (code, _, errors) = run(brief(arguments).current_dir(&folder));
    assert!(code == 2 && errors.contains("a redline needs two editions without errors"), "{errors}");
    assert!(!folder.join("x.pdf").exists());
}

/// A label that a language lacks would leave a gap in a sentence.
#[test]
fn every_label_of_a_change_exists() {
    use briefing::language::Language;
    let mut asked = 0;
    for file in ["src/diff/headline.rs", "src/template/since.rs"] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        for name in text.split('"').skip(1).step_by(2) {
            let is_label = ["change-", "changed-", "a-", "an-", "marked-"].iter().any(|start| name.starts_with(start));
            if is_label {
                asked += 1;
                assert!(Language::english().label(name).is_some(), "{file}: {name}");
            }
        }
    }
    assert!(asked > 25, "{asked}");
}

/// The text of a brief must not have effects in a comment or terminal.
#[test]
fn text_of_a_brief_cannot_break_out_of_a_diff() {
    let folder = folder("diff-hostile");
    let text = std::fs::read_to_string(root().join(NEW)).unwrap();
    let hostile =
        "</details><script>x</script> @minister #1 | [x](javascript:y) `code` --- \\n\\n# head ![i](http://x)";
    let new = text.replacen("title = \"Crimea\"", &format!("title = \"{hostile}\""), 1);
    std::fs::write(folder.join("new.toml"), new).unwrap();
    let old = root().join(NEW);
    let run = |format: &str| {
        run(brief(["diff", old.to_str().unwrap(), "new.toml", "--format", format]).current_dir(&folder)).1
    };
    let markdown = run("md");
    assert!(!markdown.contains("</details><script>") && !markdown.contains(" @minister"), "{markdown}");
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    let esc = text.replacen("title = \"Crimea\"", "title = \"Cri\\u001b[31mmea\"", 1);
    std::fs::write(folder.join("new.toml"), esc).unwrap();
    for format in ["human", "md", "json"] {
        assert!(!run(format).contains('\u{1b}'), "{format}");
    }
}

/// The change bars of a page: top and bottom.
fn bars(laid: &Pages, page: usize) -> Vec<(f32, f32)> {
    let upright = |item: &PageItem| match item {
        PageItem::Rule { element: None, from, to, .. } if (from.0 - to.0).abs() < 0.01 && to.1 > from.1 => {
            Some((from.1, to.1))
        }
        _ => None,
    };
    laid.pages[page].items.iter().filter_map(upright).collect()
}

#[test]
fn every_changed_line_of_a_redline_is_marked_and_has_a_bar() {
    for template in TEMPLATES {
        let (RenderedPdf { pages: laid, .. }, _) = redline(OLD, NEW, template);
        let edit = |mut at: usize| loop {
            let element = &laid.elements[at];
            if let StructureRole::Edited { edit, .. } = element.role {
                break Some(edit);
            }
            at = element.parent?.0;
        };
        let (mut inserted, mut deleted) = (0, 0);
        for (number, page) in laid.pages.iter().enumerate() {
            let bars = bars(&laid, number);
            for item in &page.items {
                let PageItem::Glyphs(run) = item else { continue };
                let Some(edit) = run.element.and_then(|it| edit(it.0)) else { continue };
                if run.glyphs.iter().all(|glyph| glyph.text.trim().is_empty()) {
                    continue;
                }
                assert!(bars.iter().any(|(top, bottom)| (*top..=*bottom).contains(&run.y)), "{template}: {run:?}");
                let line = page.items.iter().any(|item| match item {
                    PageItem::Rule { from, to, .. }
                        if (from.1 - to.1).abs() < 0.01 && (from.0 - run.x).abs() < 0.01 =>
                    {
                        let rise = (from.1 - run.y) / run.size;
                        if edit == Edit::Deleted { (-0.4..-0.1).contains(&rise) } else { (0.05..0.3).contains(&rise) }
                    }
                    _ => false,
                });
                assert!(line, "{template}: {run:?}");
                if edit == Edit::Deleted { deleted += 1 } else { inserted += 1 }
            }
        }
        assert!(inserted > 5, "{template}: {inserted} {deleted}");
    }
}

#[test]
fn a_redline_is_announced_valid_and_the_same_every_time() {
    let (RenderedPdf { bytes, pages: laid, .. }, _) = redline(OLD, NEW, "one-page");
    assert!(bytes == redline(OLD, NEW, "one-page").0.bytes);
    let said: Vec<&str> = laid
        .elements
        .iter()
        .filter_map(|it| {
            if let StructureRole::Edited { description, .. } = &it.role { Some(description.as_str()) } else { None }
        })
        .collect();
    assert!(said.contains(&"inserted: red line") && said.contains(&"deleted: 16\u{a0}August 2025"), "{said:?}");
    // Each mark has a description in the file; PDF strings are in UTF-16.
    let folder = folder("redline");
    let path = folder.join("redline.pdf");
    std::fs::write(&path, &bytes).unwrap();
    if have("qpdf") {
        output("qpdf", &["--check", path.to_str().unwrap()]);
    }
    // In the opposite direction, inserted text is deleted.
    let (RenderedPdf { pages: laid, .. }, _) = redline(NEW, OLD, "full");
    let gone =
        laid.elements.iter().filter(|it| matches!(it.role, StructureRole::Edited { edit: Edit::Deleted, .. })).count();
    assert!(gone > 20, "{gone}");
    // Without changes, nothing is marked.
    let (RenderedPdf { pages: laid, .. }, markdown) = redline(NEW, NEW, "one-page");
    assert!(laid.elements.iter().all(|it| !matches!(it.role, StructureRole::Edited { .. })));
    assert!(markdown.contains("Nothing of substance has changed."), "{markdown}");
}

#[test]
fn a_record_in_another_place_is_marked_as_moved() {
    let folder = folder("redline-moved");
    let text = std::fs::read_to_string(root().join(NEW)).unwrap();
    let (before, rest) = text.split_once("[issues.crimea]").unwrap();
    let (crimea, after) = rest.split_once("[issues.ceasefire]").unwrap();
    let (ceasefire, after) = after.split_once("[issues.zaporizhzhia]").unwrap();
    let moved = format!("{before}[issues.ceasefire]{ceasefire}[issues.crimea]{crimea}[issues.zaporizhzhia]{after}");
    let moved = moved
        .replace("priority = 3", "priority = 9")
        .replace("priority = 2", "priority = 3")
        .replace("priority = 9", "priority = 2");
    std::fs::write(folder.join("moved.toml"), moved).unwrap();
    let name = folder.join("moved.toml");
    let (_, markdown) = redline(NEW, name.to_str().unwrap(), "one-page");
    assert!(markdown.contains("<ins class=\"moved\">"), "{markdown}");
    let (code, out, _) = run(brief(["diff", NEW, name.to_str().unwrap()]).current_dir(root()));
    assert!(code == 1 && out.contains("moved after Donbas") || out.contains("moved after"), "{out}");
}

#[test]
fn the_page_for_the_reader_of_an_earlier_edition_fits_and_marks_what_changed() {
    for template in TEMPLATES {
        let (old, mut new) = (checked(OLD), checked(NEW));
        new.diagnostics.clear();
        let job = RenderOptions::new(template);
        let rendered = pipeline::Renderer::new(&FontLibrary::default()).since(&old, &mut new, job, &Disk).unwrap();
        let Some(Rendered { markdown, pdf: Some(page), .. }) = rendered else {
            panic!("{template}: {:?}", new.diagnostics)
        };
        // A text under negotiation may have any length.
        if !["full", "columns"].contains(&template) {
            // A submission may have two pages.
            let most = if template == "decision" { 2 } else { 1 };
            assert!(page.pages.pages.len() <= most, "{template}");
        }
        assert!(markdown.contains("Changed since edition 1 of 16\u{a0}August 2025"), "{template}: {markdown}");
        assert!(markdown.contains('‡'), "{template}");
        // A recommendation about a ceasefire names it, too.
        let of_crimea = |line: &&str| {
            line.contains("Crimea") && line.contains("contested") && !line.to_lowercase().contains("ceasefire")
        };
        let crimea = markdown.lines().filter(of_crimea);
        assert!(
            crimea.clone().all(|line| !line.contains('‡')),
            "nothing changed there: {:?}",
            crimea.collect::<Vec<_>>()
        );
    }
}

#[test]
fn an_option_that_changed_is_marked_where_the_options_are_compared() {
    let new = folder("since-options").join("new.toml");
    let text = std::fs::read_to_string(root().join("briefs/palestine-1948.toml")).unwrap();
    assert!(text.contains("Others fill the void."));
    std::fs::write(&new, text.replace("Others fill the void.", "Others fill it.")).unwrap();
    let (old, mut new) = (checked("briefs/palestine-1948.toml"), checked(new.to_str().unwrap()));
    let job = RenderOptions::new("decision");
    let rendered = pipeline::Renderer::new(&FontLibrary::default()).since(&old, &mut new, job, &Disk).unwrap();
    let markdown = rendered.unwrap().markdown;
    let head = "|  | Recognize tonight (recommended) | Wait some days\u{a0}‡ | Go on with truce and trusteeship (advised against) |";
    assert!(markdown.contains(head), "{markdown}");
}

/// For a German brief, everything is in German, including the quotation marks.
#[test]
fn the_redline_of_a_german_brief_is_german() {
    let folder = folder("redline-german");
    let text = std::fs::read_to_string(root().join(NEW)).unwrap();
    let text = text.replacen("[brief]\n", "[brief]\nlanguage = \"de\"\n", 1);
    let question = "question = \"Who controls Donbas, with the Kramatorsk–Kostiantynivka–Sloviansk hub?\"";
    assert!(text.contains(question), "the brief has another question");
    let new = text.replacen(
        question,
        "question = \"Who controls all of Donbas, with the Kramatorsk–Kostiantynivka–Sloviansk hub?\"",
        1,
    );
    std::fs::write(folder.join("old.toml"), &text).unwrap();
    std::fs::write(folder.join("new.toml"), new).unwrap();
    let name = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let (_, markdown) = redline(&name("old.toml"), &name("new.toml"), "one-page");
    assert!(markdown.contains("Frage: + „all of“"), "{markdown}");
    assert!(!markdown.contains("question:") && !markdown.contains("+ “"), "{markdown}");
}

#[test]
fn a_redline_marks_no_difference_that_nobody_sees() {
    let folder = folder("redline-invisible");
    let text = std::fs::read_to_string(root().join(NEW)).unwrap();
    let new = text.replace("Putin", "Pu\u{ad}tin").replace("Kyiv", "Ky\u{ad}iv");
    assert_ne!(text, new);
    std::fs::write(folder.join("new.toml"), new).unwrap();
    let (RenderedPdf { pages: laid, .. }, markdown) =
        redline(NEW, folder.join("new.toml").to_str().unwrap(), "one-page");
    assert!(laid.elements.iter().all(|it| !matches!(it.role, StructureRole::Edited { .. })), "{markdown}");
    assert!(markdown.contains("Nothing of substance has changed."), "{markdown}");
}

#[test]
fn invisible_characters_are_shown_by_number() {
    let folder = folder("diff-invisible");
    let text = std::fs::read_to_string(root().join(NEW)).unwrap();
    let new = text.replacen("title = \"Crimea\"", "title = \"Cri\u{200f}mea \u{200e}now\"", 1);
    std::fs::write(folder.join("new.toml"), new).unwrap();
    let old = root().join(NEW);
    let (_, out, _) = run(brief(["diff", old.to_str().unwrap(), "new.toml"]).current_dir(&folder));
    assert!(out.contains("<U+200F>") && !out.contains(['\u{200e}', '\u{200f}']), "{out}");
}

#[test]
fn a_redline_has_the_template_of_the_kind_as_the_page_has() {
    let here = crate::program::folder("redline-kind");
    let text = std::fs::read_to_string(crate::program::root().join("briefs/palestine-1948.toml")).unwrap();
    std::fs::write(here.join("old.toml"), text.replace("Others fill the void.", "Others fill it.")).unwrap();
    std::fs::write(here.join("new.toml"), text).unwrap();
    let page = |arguments: &[&str]| {
        let mut command = crate::program::brief(["diff", "old.toml", "new.toml", "--format", "pdf", "-o", "page.pdf"]);
        let (exit, _, errors) = crate::program::run(command.args(arguments).current_dir(&here));
        assert_eq!(exit, 1, "{errors}");
        std::fs::read(here.join("page.pdf")).unwrap()
    };
    let own = page(&[]);
    assert!(own == page(&["--template", "decision"]) && own != page(&["--template", "one-page"]));
}
