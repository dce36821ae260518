//! Measures each stage of a brief with warm caches: the median of many runs, and its share of the total.
//!
//! `cargo bench` prints a table for every shipped brief. Times differ between machines; compare the shares, and the
//! ratios between briefs.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use briefing::layout::{Fonts, PageLabels, Style, lay_out};
use briefing::source::Sources;
use briefing::template::{self, Sections, TemplateOptions};
use briefing::world::Disk;
use briefing::{check, markdown, parse, pdf};

/// The median time of several runs in microseconds, and the last result.
fn median<T>(mut work: impl FnMut() -> T) -> (f64, T) {
    let mut last = work();
    let mut times: Vec<f64> = (0..31)
        .map(|_| {
            let start = Instant::now();
            last = black_box(work());
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], last)
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut briefs: Vec<_> =
        std::fs::read_dir(root.join("briefs")).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    briefs.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    briefs.sort();
    let (fonts_time, fonts) = median(Fonts::embedded);
    println!("{:<20} {:>8.0} µs", "fonts, once", fonts_time);
    for path in briefs {
        for name in ["one-page", "full", "readout", "talking-points", "matrix"] {
            if let Some(line) = stages(&path, name, &fonts) {
                println!("{line}");
            }
        }
    }
}

/// A line of the table; `None` when the brief cannot be read.
fn stages(path: &Path, name: &str, fonts: &Fonts) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text.as_str());
    let (parse_time, (document, _)) = median(|| parse::parse(&sources, file));
    let (check_time, (brief, _)) = median(|| check::check(&document, &sources));
    let brief = brief?;
    let loaded = template::load(name, &Disk, &mut sources).ok()?;
    let style = loaded.style.and_then(|file| parse::read_without::<Style>(&sources.file(file).text, &[]));
    let style = style.unwrap_or_default();
    let Style { sections, .. } = &style;
    let sections = Sections { wide: &sections.wide, columns: &sections.columns, drop: &sections.drop, dropped: 0 };
    let setting = TemplateOptions { sections, ..TemplateOptions::default() };
    let compiled = template::compile(&loaded.files, &sources).ok()?;
    let (template_time, merged) = median(|| compiled.render(&loaded.files, &brief, None, setting, &sources));
    let template::MergedTemplate { markdown: text, fields, .. } = merged.ok()?.0?;
    let merged = sources.add("merged", text.as_str());
    let (markdown_time, (blocks, _)) = median(|| markdown::parse(&text, merged, &fields));
    let words =
        PageLabels { language: brief.language.clone(), page_of: "{page}/{pages}".to_owned(), ..PageLabels::default() };
    let (layout_time, outcome) = median(|| lay_out(&blocks, &style, fonts, &words));
    let laid = outcome.pages?;
    // Without a page limit, the ideal setting is taken. The difference in time is that of the search for a fit.
    let mut unlimited = style.clone();
    unlimited.page.limit = 0;
    let (once_time, _) = median(|| lay_out(&blocks, &unlimited, fonts, &words));
    let info = pdf::PdfInfo {
        title: blocks.title().unwrap_or_default(),
        authors: Vec::new(),
        language: brief.language.clone(),
        date: brief.as_of,
    };
    let (pdf_time, _) = median(|| pdf::write(&laid, fonts, &info));
    let times = [
        ("parse", parse_time),
        ("check", check_time),
        ("template", template_time),
        ("markdown", markdown_time),
        ("layout", layout_time),
        ("pdf", pdf_time),
    ];
    let whole: f64 = times.iter().map(|(_, time)| time).sum();
    let parts: Vec<String> =
        times.iter().map(|(stage, time)| format!("{stage} {time:.0} ({:.0} %)", time / whole * 100.0)).collect();
    let brief = path.file_stem()?.to_string_lossy();
    let search = layout_time - once_time;
    let title = format!("{brief} {name}");
    Some(format!("{title:<32} {whole:>8.0} µs: {}; search for a fit {search:.0} of the layout", parts.join(", ")))
}
