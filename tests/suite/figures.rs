//! Pictures in every format: files where they are allowed, and where they are not.

use std::fs;
use std::path::{Path, PathBuf};

use briefing::picture::Picture;
use lopdf::{Dictionary, Document, Object};

use crate::program::{brief, folder, root, run};

/// A brief with a colour picture, a grey one with transparency, and one in a subfolder.
pub(super) const BRIEF: &str = include_str!("../cases/pictures/gates.toml");

/// The built-in templates that print pictures.
const WITH_FIGURES: [&str; 5] = ["one-page", "full", "readout", "decision", "meeting"];

fn picture(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/cases/pictures").join(name)).unwrap()
}

/// A folder with the brief and its pictures.
pub(super) fn project(name: &str) -> PathBuf {
    let here = folder(name);
    fs::create_dir_all(here.join("photos")).unwrap();
    fs::write(here.join("gates.toml"), BRIEF).unwrap();
    fs::write(here.join("map.png"), picture("map.png")).unwrap();
    fs::write(here.join("the seal.png"), picture("logo.png")).unwrap();
    fs::write(here.join("photos/dam.jpg"), picture("photo.jpg")).unwrap();
    here
}

/// The same folder, with a drawing instead of the map.
pub(super) fn with_drawing(name: &str) -> PathBuf {
    let here = project(name);
    fs::write(here.join("chart.svg"), picture("chart.svg")).unwrap();
    fs::write(here.join("gates.toml"), BRIEF.replace("map.png", "chart.svg")).unwrap();
    here
}

/// Whether a file contains some bytes.
fn has(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

/// The images of a PDF, and its structure elements of one type.
fn read_pdf(bytes: &[u8], kind: &[u8]) -> (Vec<Dictionary>, Vec<Dictionary>) {
    let document = Document::load_mem(bytes).unwrap();
    let is = |dictionary: &Dictionary, key: &[u8], value: &[u8]| {
        dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| name == value)
    };
    let (mut images, mut elements) = (Vec::new(), Vec::new());
    for object in document.objects.values() {
        match object {
            Object::Stream(stream) if is(&stream.dict, b"Subtype", b"Image") => images.push(stream.dict.clone()),
            Object::Dictionary(dictionary) if is(dictionary, b"S", kind) => elements.push(dictionary.clone()),
            _ => {}
        }
    }
    (images, elements)
}

/// The decoded text of a PDF string.
fn text_of(dictionary: &Dictionary, key: &[u8]) -> String {
    lopdf::decode_text_string(dictionary.get(key).unwrap()).unwrap()
}

#[test]
fn a_picture_is_in_every_format_with_its_words() {
    let here = project("figures");
    for template in WITH_FIGURES {
        let arguments = ["render", "--template", template, "--to", "md,html,docx,pdf", "-o", "out", "gates.toml"];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0, "{template}: {out}{errors}");
        let read = |ending: &str| {
            let files = fs::read_dir(here.join("out")).unwrap().map(|it| it.unwrap().path());
            let mut files = files.filter(|it| it.extension().is_some_and(|it| it == ending));
            fs::read(files.next().unwrap()).unwrap()
        };
        let (markdown, html) = (String::from_utf8(read("md")).unwrap(), String::from_utf8(read("html")).unwrap());
        let alt = "Map of the river: two of three gates are open";
        assert!(markdown.contains(&format!("![{alt}](map.png)\n\nThe gates on 3 May.[^ministry]")), "{markdown}");
        assert!(markdown.contains("](photos/dam.jpg)") && markdown.contains("](the%20seal.png)"), "{markdown}");
        assert!(html.contains(&format!("<img alt=\"{alt}\"")) && html.contains("<figcaption>"), "{html}");
        assert!(html.contains("src=\"data:image/jpeg;base64,/9j/") && html.contains("img-src data:"));
        let word = briefing::docx::parts(&read("docx")).unwrap();
        assert!(word.iter().any(|part| part.contains(&format!("descr=\"{alt}\""))), "{template}");
        for name in ["word/media/figure1.png", "word/media/figure2.png", "word/media/figure3.jpg"] {
            assert!(word.iter().any(|part| part == name), "{template} lacks {name}");
        }
        let pdf = read("pdf");
        let (images, figures) = read_pdf(&pdf, b"Figure");
        // The opacity of the seal is an image of its own.
        assert_eq!(images.len(), 4, "{template}");
        let with_words = figures.iter().filter(|it| it.has(b"A")).map(|it| text_of(it, b"Alt"));
        assert_eq!(with_words.collect::<Vec<_>>().len(), 3, "{template}");
        assert!(figures.iter().any(|it| text_of(it, b"Alt") == alt), "{template}");
        // A JPEG is embedded unchanged.
        assert!(has(&pdf, Picture::read(&picture("photo.jpg")).unwrap().bytes()));
        assert_eq!(read_pdf(&pdf, b"Caption").1.len(), 2, "{template}");
        fs::remove_dir_all(here.join("out")).unwrap();
    }
}

#[test]
fn a_drawing_is_paths_in_every_format() {
    let here = with_drawing("figures-drawing");
    let arguments = ["render", "--template", "full", "--to", "md,html,docx,pdf", "-o", "out", "gates.toml"];
    let (exit, _, errors) = run(brief(arguments).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let read = |name: &str| fs::read(here.join("out").join(name)).unwrap();
    let (markdown, html) = (read("gates.md"), read("gates.html"));
    assert!(has(&markdown, b"](chart.svg)") && has(&html, b"src=\"data:image/svg+xml;base64,PHN2ZyB4"));
    let word = briefing::docx::parts(&read("gates.docx")).unwrap();
    for part in ["word/media/figure1.png", "word/media/figure1.svg"] {
        assert!(word.iter().any(|it| it == part), "{part}");
    }
    let document = word.iter().find(|part| part.contains("<w:body>")).unwrap();
    let blip =
        "<a:blip r:embed=\"rIdFigure1\"><a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip ";
    assert!(document.contains(blip) && document.contains("r:embed=\"rIdSvg1\""), "{document}");
    // In the PDF the drawing is a form, with another form for its transparent group; the other pictures are images.
    let pdf = read("gates.pdf");
    let (images, figures) = read_pdf(&pdf, b"Figure");
    assert_eq!((images.len(), figures.iter().filter(|it| it.has(b"A")).count()), (3, 3));
    let parsed = Document::load_mem(&pdf).unwrap();
    let forms: Vec<&lopdf::Stream> = parsed
        .objects
        .values()
        .filter_map(|it| it.as_stream().ok())
        .filter(|it| it.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form"))
        .collect();
    assert_eq!((forms.len(), forms.iter().filter(|it| it.dict.has(b"Group")).count()), (2, 1));
    let whole = forms.iter().find(|it| it.dict.has(b"Matrix")).unwrap();
    let content = String::from_utf8(whole.decompressed_content().unwrap()).unwrap();
    assert!(content.starts_with("1 0 0 -1 0 1250 cm\n") && content.contains("W n\n") && content.contains("f*\n"));
    assert!(content.contains("[37.5 25] 0 d\n") && content.contains("12.5 0 0 6.25 "), "{content}");
    for name in ["gates.md", "gates.html", "gates.docx", "gates.pdf"] {
        assert!(!has(&read(name), b"zebra"), "{name}");
    }
    // A logo may be a drawing, too.
    let style = "[page]\nlogo = \"chart.svg\"\nlogo-alt = \"A chart\"\n";
    fs::write(here.join("style.toml"), style).unwrap();
    let arguments =
        ["render", "--template", "full", "--style", "style.toml", "--to", "pdf,html", "-o", "out", "gates.toml"];
    let (exit, _, errors) = run(brief(arguments).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    assert_eq!(read_pdf(&read("gates.pdf"), b"Figure").1.iter().filter(|it| it.has(b"A")).count(), 4);
}

#[test]
fn a_drawing_with_text_is_an_error_where_it_is_named() {
    let here = with_drawing("figures-text");
    let text = String::from_utf8(picture("chart.svg")).unwrap().replace("</svg>", "<text>Flow</text></svg>");
    fs::write(here.join("chart.svg"), text).unwrap();
    let (exit, _, errors) = run(brief(["check", "gates.toml"]).current_dir(&here));
    let said = "the picture `chart.svg` cannot be printed: it has `<text>` on line 32, which cannot be drawn as paths";
    assert!(exit == 1 && errors.contains(said) && errors.contains("file = \"chart.svg\""), "{errors}");
    assert!(errors.contains("convert the text to paths"), "{errors}");
}

#[test]
fn the_same_pictures_make_the_same_bytes() {
    let here = with_drawing("figures-again");
    let render = |to: &str| {
        let arguments = ["render", "--template", "full", "--to", "pdf", "-o", to, "gates.toml"];
        let (exit, _, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0, "{errors}");
        fs::read(here.join(to)).unwrap()
    };
    assert_eq!(render("one.pdf"), render("two.pdf"));
}

#[test]
fn a_picture_that_cannot_be_printed_is_an_error_where_it_is_named() {
    let here = project("figures-bad");
    let check = |said: &str| {
        let (exit, out, errors) = run(brief(["check", "gates.toml"]).current_dir(&here));
        let all = format!("{out}{errors}");
        assert!(exit == 1 && all.contains("bad-picture") && all.contains(said), "{said}: {all}");
        assert!(all.contains("file = \"map.png\""), "{all}");
        let (exit, ..) = run(brief(["render", "-o", "out", "gates.toml"]).current_dir(&here));
        assert!(exit != 0 && !here.join("out").exists());
    };
    let map = here.join("map.png");
    fs::remove_file(&map).unwrap();
    check("there is no such file");
    fs::create_dir(&map).unwrap();
    check("it is a folder");
    fs::remove_dir(&map).unwrap();
    for (bytes, said) in [
        (picture("cmyk.jpg"), "CMYK"),
        (picture("turned.jpg"), "stored rotated"),
        (picture("map.png")[..200].to_vec(), "damaged"),
        (b"GIF89a".to_vec(), "it is GIF, but only PNG, JPEG and SVG"),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), "it draws nothing"),
        (Vec::new(), "neither PNG nor JPEG"),
        (vec![0; (8 << 20) + 1], "more than 8 MB"),
    ] {
        fs::write(&map, bytes).unwrap();
        check(said);
    }
    // A wrong file extension has no effect.
    fs::write(&map, picture("photo.jpg")).unwrap();
    assert_eq!(run(brief(["check", "gates.toml"]).current_dir(&here)).0, 0);
}

#[test]
fn a_path_never_leads_out_of_the_folder() {
    let here = project("figures-outside");
    for path in ["../map.png", "/etc/hostname", "photos/../../map.png", "C:/map.png", "https://example.org/map.png"] {
        fs::write(here.join("gates.toml"), BRIEF.replace("\"map.png\"", &format!("\"{path}\""))).unwrap();
        let (exit, out, errors) = run(brief(["check", "gates.toml"]).current_dir(&here));
        assert!(exit == 1 && format!("{out}{errors}").contains("`file` cannot be"), "{path}: {out}{errors}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_never_leads_out_of_the_folder() {
    let here = project("figures-link");
    let other = folder("figures-link-target");
    fs::write(other.join("secret.png"), picture("map.png")).unwrap();
    let check = || run(brief(["check", "gates.toml"]).current_dir(&here));
    fs::remove_file(here.join("map.png")).unwrap();
    std::os::unix::fs::symlink(other.join("secret.png"), here.join("map.png")).unwrap();
    let (exit, out, errors) = check();
    assert!(exit == 1 && format!("{out}{errors}").contains("a link that leads out"), "{out}{errors}");
    fs::remove_file(here.join("map.png")).unwrap();
    std::os::unix::fs::symlink("the seal.png", here.join("map.png")).unwrap();
    assert_eq!(check().0, 0);
}

#[test]
fn a_withheld_picture_is_in_no_output() {
    let here = project("figures-withheld");
    let marked = BRIEF
        .replace("bottom_line", "handling = \"TLP:AMBER\"\nunmarked = \"TLP:GREEN\"\nbottom_line")
        .replace("file = \"photos/dam.jpg\"", "file = \"photos/dam.jpg\"\nhandling = \"TLP:AMBER\"");
    fs::write(here.join("gates.toml"), marked).unwrap();
    let secret = Picture::read(&picture("photo.jpg")).unwrap();
    let render = |arguments: &[&str]| {
        let all = ["render", "--template", "full", "--to", "md,html,docx,pdf", "-o", "out", "gates.toml"];
        let (exit, out, errors) = run(brief([&all[..], arguments].concat()).current_dir(&here));
        assert!(exit == 0, "{out}{errors}");
        let files = fs::read_dir(here.join("out")).unwrap().map(|it| it.unwrap().path());
        let is_in = |path: &Path| {
            let bytes = fs::read(path).unwrap();
            let address = secret.data_address();
            let media = path.extension().is_some_and(|it| it == "docx")
                && briefing::docx::parts(&bytes).unwrap().iter().any(|part| part.contains("media/figure3"));
            has(&bytes, secret.bytes()) || has(&bytes, address.as_bytes()) || has(&bytes, b"dam.jpg") || media
        };
        let count = files.filter(|path| is_in(path)).count();
        fs::remove_dir_all(here.join("out")).unwrap();
        count
    };
    assert_eq!(render(&[]), 4);
    assert_eq!(render(&["--release", "TLP:GREEN"]), 0);
}

#[test]
fn a_page_is_made_again_when_a_picture_has_changed() {
    let here = project("figures-batch");
    fs::write(here.join("briefing.toml"), "[render]\noutput = \"out\"\n").unwrap();
    let render = |arguments: &[&str]| {
        let (exit, out, errors) = run(brief([&["render"], arguments].concat()).current_dir(&here));
        assert!(exit == 0, "{out}{errors}");
        out + &errors
    };
    assert!(!render(&[]).contains("up to date"));
    assert!(render(&[]).contains("up to date"));
    fs::write(here.join("map.png"), picture("photo.jpg")).unwrap();
    assert!(!render(&[]).contains("up to date"));
    render(&["--depfile", "out/depfile"]);
    let depfile = fs::read_to_string(here.join("out/depfile")).unwrap();
    assert!(depfile.contains("map.png") && depfile.contains("photos/dam.jpg"), "{depfile}");
}

#[test]
fn a_template_has_a_logo() {
    let here = project("figures-logo");
    let (exit, _, errors) = run(brief(["template", "export", "one-page", "own"]).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let style = fs::read_to_string(here.join("own/style.toml")).unwrap();
    let with =
        |fields: &str| fs::write(here.join("own/style.toml"), style.replace("[page]", &format!("[page]\n{fields}")));
    let render = || {
        let arguments = ["render", "--template", "./own", "--to", "html,docx,pdf", "-o", "out", "gates.toml"];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        (exit, out + &errors)
    };
    with("logo = \"logo.png\"").unwrap();
    assert!(render().1.contains("the logo has no alternative text"));
    with("logo = \"logo.png\"\nlogo-alt = \"Water ministry\"\nlogo-height = 24").unwrap();
    let (exit, said) = render();
    assert!(exit != 0 && said.contains("the logo `logo.png` cannot be printed: there is no such file"), "{said}");
    fs::write(here.join("own/logo.png"), picture("logo.png")).unwrap();
    let (exit, said) = render();
    assert!(exit == 0, "{said}");
    let files: Vec<PathBuf> = fs::read_dir(here.join("out")).unwrap().map(|it| it.unwrap().path()).collect();
    let file = |ending: &str| {
        let path = files.iter().find(|it| it.extension().is_some_and(|it| it == ending)).unwrap();
        fs::read(path).unwrap()
    };
    let html = String::from_utf8(file("html")).unwrap();
    assert!(html.find("alt=\"Water ministry\"").unwrap() < html.find("<h1").unwrap());
    let (_, figures) = read_pdf(&file("pdf"), b"Figure");
    assert!(figures.iter().any(|it| text_of(it, b"Alt") == "Water ministry"));
    assert!(briefing::docx::parts(&file("docx")).unwrap().iter().any(|it| it.contains("descr=\"Water ministry\"")));
}

#[test]
fn the_style_that_all_templates_share_has_a_logo_beside_it() {
    let here = project("figures-shared-logo");
    fs::create_dir(here.join("look")).unwrap();
    fs::write(here.join("look/office.toml"), "[page]\nlogo = \"seal.png\"\nlogo-alt = \"Water ministry\"\n").unwrap();
    fs::write(here.join("look/seal.png"), picture("logo.png")).unwrap();
    fs::write(here.join("briefing.toml"), "[render]\noutput = \"out\"\nstyle = \"look/office.toml\"\n").unwrap();
    let render = || {
        let (exit, out, errors) = run(brief(["render", "--to", "html,pdf"]).current_dir(&here));
        assert!(exit == 0, "{out}{errors}");
        out + &errors
    };
    render();
    let html = fs::read_to_string(here.join("out/gates.html")).unwrap();
    assert!(html.contains("alt=\"Water ministry\""), "{html}");
    assert!(render().contains("up to date"));
    fs::write(here.join("look/seal.png"), picture("map.png")).unwrap();
    assert!(!render().contains("up to date"));
}

#[test]
fn a_redline_and_tracked_changes_show_pictures_that_came_and_went() {
    let here = project("figures-redline");
    let (kept, rest) = BRIEF.split_once("[figures.gates]").unwrap();
    let after = rest.split_once("[figures.seal]").unwrap().1;
    fs::write(here.join("old.toml"), format!("{kept}[figures.seal]{after}")).unwrap();
    for (old, new, tag) in [("old.toml", "gates.toml", "w:ins"), ("gates.toml", "old.toml", "w:del")] {
        let arguments = ["diff", "--format", "docx", "-o", "out.docx", old, new];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit < 2, "{out}{errors}");
        let word = briefing::docx::parts(&fs::read(here.join("out.docx")).unwrap()).unwrap();
        let body = word.iter().find(|part| part.contains("<w:body>")).unwrap();
        let drawing = body.find("descr=\"Map of the river").unwrap();
        let run_at = body[..drawing].rfind("<w:r>").unwrap();
        assert!(body[..run_at].rfind(&format!("<{tag} ")) > body[..run_at].rfind("<w:p>"), "{body}");
        let arguments = ["diff", "--format", "pdf", "-o", "out.pdf", old, new];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit < 2, "{out}{errors}");
    }
}

/// A picture that is only for our side is not on other pages, whatever file name it has in another edition. A removed
/// picture is not replaced by the one that now has its name.
#[test]
fn a_file_name_with_another_picture_in_the_other_edition_shows_neither() {
    let here = folder("figures-renamed");
    let (head, rest) = BRIEF.split_once("[figures.gates]").unwrap();
    let tail = format!("[sources.{}", rest.split_once("[sources.").unwrap().1);
    let head = head.replacen("[brief]\n", "[brief]\nown_side = \"upstream\"\n", 1) + &tail + "\n";
    let figure = |id: &str, file: &str, more: &str| {
        format!("[figures.{id}]\nfile = \"{file}\"\nalt = \"What {id} shows\"\ncaption = \"About {id}.\"\n{more}\n")
    };
    let own_side = "handling = \"own-side\"\n";
    for folder in ["old", "new"] {
        fs::create_dir_all(here.join(folder)).unwrap();
    }
    let (river, lines) = (picture("photo.jpg"), picture("map.png"));
    fs::write(here.join("old/map.png"), &river).unwrap();
    fs::write(here.join("new/map.png"), &lines).unwrap();
    fs::write(here.join("new/river.png"), &river).unwrap();
    fs::write(here.join("old/b.toml"), format!("{head}{}", figure("gone", "map.png", ""))).unwrap();
    let printed = Picture::read(&lines).unwrap();
    for mark in [own_side, ""] {
        let text = format!("{head}{}{}", figure("river", "river.png", ""), figure("lines", "map.png", mark));
        fs::write(here.join("new/b.toml"), text).unwrap();
        let (exit, _, errors) =
            run(brief(["diff", "--format", "docx", "-o", "r.docx", "old/b.toml", "new/b.toml"]).current_dir(&here));
        assert!(exit < 2, "{errors}");
        let mut archive = zip::ZipArchive::new(fs::File::open(here.join("r.docx")).unwrap()).unwrap();
        let mut media = Vec::new();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            if part.name().is_ok_and(|name| name.starts_with("word/media/")) {
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
                media.push(bytes);
            }
        }
        let has_lines = media.iter().any(|bytes| has(bytes, printed.bytes()));
        assert_eq!(has_lines, mark.is_empty(), "{mark} {}", media.len());
        // The removed picture is that of its own edition.
        let gone = Picture::read(&river).unwrap();
        assert!(media.iter().any(|bytes| has(bytes, gone.bytes())), "{mark}");
    }
    // On a page of both editions, no other picture is shown in its place.
    let (exit, page, errors) =
        run(brief(["render", "--since", "old/b.toml", "--to", "html", "-o", "-", "new/b.toml"]).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    assert!(page.contains("<img alt=\"What river shows\"") && !page.contains("<img alt=\"What gone shows\""), "{page}");
}

#[test]
fn the_rules_for_make_name_the_pictures_of_the_page_alone() {
    let here = project("figures-depfile");
    let own =
        "\n[figures.lines]\nfile = \"lines.png\"\nalt = \"Our lines\"\ncaption = \"Ours.\"\nhandling = \"own-side\"\n";
    let text = BRIEF.replacen("[brief]\n", "[brief]\nown_side = \"upstream\"\n", 1) + own;
    fs::write(here.join("gates.toml"), text).unwrap();
    fs::write(here.join("lines.png"), picture("map.png")).unwrap();
    let private = "schema = 1\n\n[figures.desk]\nfile = \"desk.png\"\nalt = \"The desk alone\"\ncaption = \"C.\"\n";
    fs::write(here.join("gates.private.toml"), private).unwrap();
    fs::write(here.join("desk.png"), picture("map.png")).unwrap();
    let depfile = |more: &[&str]| {
        let arguments = ["render", "--to", "md", "-o", "out/", "--depfile", "d", "gates.toml"];
        let (exit, _, errors) = run(brief(arguments).args(more).current_dir(&here));
        assert!(exit == 0, "{errors}");
        fs::read_to_string(here.join("d")).unwrap()
    };
    for template in ["one-page", "full"] {
        let rules = depfile(&["--template", template]);
        assert!(rules.contains("map.png") && !rules.contains("lines.png") && !rules.contains("desk.png"), "{rules}");
    }
    let rules = depfile(&["--template", "full", "--own-side"]);
    assert!(rules.contains("lines.png") && !rules.contains("desk.png"), "{rules}");
}

#[test]
fn a_picture_goes_before_words_that_rank_higher_and_stays_where_the_brief_says_so() {
    let here = project("figures-rank");
    let judgement =
        |at: usize| format!("[judgements.j{at}]\ntext = \"In case {at} the gates open.\"\nlikelihood = \"likely\"\n\n");
    let judgements: String = (0..60).map(judgement).collect();
    fs::write(here.join("gates.toml"), BRIEF.replace("[figures.gates]", &format!("{judgements}[figures.gates]")))
        .unwrap();
    let arguments = ["render", "--explain", "gates.toml"];
    let (exit, out, errors) = run(brief(arguments).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let line = |path: &str| out.lines().find(|line| line.contains(path)).unwrap_or_else(|| panic!("{path}: {out}"));
    assert!(line("figures.seal.alt").contains("The seal of the commission"), "{out}");
    assert!(out.contains("figures.dam") && !out.contains("The dam from the air"), "{out}");
}

#[test]
fn a_brief_in_memory_has_its_pictures_from_there() {
    use briefing::pipeline::{self, RenderOptions, Renderer};
    use briefing::world::Memory;
    let world = Memory::default();
    world.put("desk/gates.toml", BRIEF);
    world.put("desk/map.png", picture("map.png"));
    world.put("desk/the seal.png", picture("logo.png"));
    let library = briefing::library::FontLibrary::default();
    let make = || {
        let input = pipeline::read("desk/gates.toml", &world).unwrap();
        let mut checked = pipeline::check(&input, &briefing::Project::default());
        let options = RenderOptions::new("full").pdf(true);
        let rendered = Renderer::new(&library).render(&mut checked, options, &world).unwrap();
        rendered.map(|rendered| rendered.pdf.unwrap().bytes).ok_or_else(|| checked.report())
    };
    assert!(make().unwrap_err().contains("the picture `photos/dam.jpg` cannot be printed: there is no such file"));
    world.put("desk/photos/dam.jpg", picture("gray.jpg"));
    let (images, _) = read_pdf(&make().unwrap(), b"Figure");
    let is_gray =
        |it: &&Dictionary| it.get(b"ColorSpace").and_then(Object::as_name).is_ok_and(|it| it == b"DeviceGray");
    // The photograph, and the opacity of the seal.
    assert_eq!(images.iter().filter(is_gray).count(), 2);
    // Pictures that have not been read are read when the brief is rendered.
    let mut checked = briefing::Checked::from_text("desk/gates.toml", BRIEF);
    let page = Renderer::new(&library).render(&mut checked, RenderOptions::new("full").pdf(true), &world).unwrap();
    assert_eq!(read_pdf(&page.unwrap().pdf.unwrap().bytes, b"Figure").0.len(), 4);
}

#[test]
fn adding_a_picture_that_is_not_there_is_refused() {
    let here = project("figures-add");
    let add = |file: &str| {
        let arguments = ["add", "figure", "gates.toml", "--id", "more", "--file", file, "--alt", "The dam at night"];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        (exit, out + &errors)
    };
    let (exit, said) = add("none.png");
    assert!(exit == 1 && said.contains("there is no such file"), "{said}");
    let (exit, said) = add("photos/dam.jpg");
    assert!(exit == 0, "{said}");
}
