//! Generated briefs: 50 to 900 words, in several languages and templates, the same ones in every run.

use std::sync::OnceLock;

use briefing::library::FontLibrary;
use briefing::pipeline::{self, Input, RenderOptions, Rendered, Renderer};
use briefing::project::Project;
use briefing::world::Disk;

/// The number of generated briefs.
pub(super) const COUNT: usize = 200;

const WORDS: [(&str, &str); 3] = [
    (
        "en",
        "talks deal terms lines envoys border peace pledge treaty forces troops truce summit leaders security delegates \
         agreement ministers guarantees territory session draft clause review quorum mandate annex joint annual working \
         of the and in to with for from on by notwithstanding internationally acknowledged responsibilities 12 40",
    ),
    (
        "uk",
        "переговори угода умови рубежі посланці кордон мир обіцянка договір сили війська перемир’я саміт лідери безпека \
         делегати міністри гарантії територія засідання проєкт стаття огляд мандат додаток спільний і в на з для від 12",
    ),
    (
        "de",
        "Verhandlungen Abkommen Bedingungen Grenze Frieden Zusage Vertrag Truppen Waffenstillstandsvereinbarung Gipfel \
         Sicherheitsgarantien Delegierte Minister Hoheitsgebiet Sitzung Entwurf Klausel und in zu mit für von auf 12",
    ),
];

/// A random number generator (Knuth, The Art of Computer Programming, 3.3.4, with the multiplier of MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn words(&mut self, from: &[&str], count: usize) -> String {
        let words: Vec<_> = (0..count.max(1)).map(|_| from[self.below(from.len())]).collect();
        format!("A {}.", words.join(" "))
    }
}

/// A brief of about this many words.
pub(super) fn brief(seed: usize, words: usize) -> String {
    let (language, vocabulary) = WORDS[seed % WORDS.len()];
    let vocabulary: Vec<_> = vocabulary.split_whitespace().collect();
    let mut numbers = Numbers(seed as u64 + 1);
    let parties = 2 + seed % 4;
    let issues = 1 + words / 120 + seed % 2;
    let rest = 1 + words / 90;
    // The share of the words for each part.
    let each = |parts: usize, share: usize| (words * share / 100 / parts.max(1)).max(2);
    let mut out = format!(
        "schema = 1\n\n[brief]\ntitle = \"{}\"\nas_of = 2026-03-03\nlanguage = \"{language}\"\nhandling = \"TLP:GREEN\"\n\
         bottom_line = \"{} [@s1]\"\n",
        numbers.words(&vocabulary, 5),
        numbers.words(&vocabulary, each(1, 8).min(60)),
    );
    for party in 0..parties {
        out.push_str(&format!("\n[parties.p{party}]\nname = \"Party {party}\"\nrole = \"principal\"\n"));
    }
    for issue in 0..issues {
        let title = numbers.words(&vocabulary, 2);
        out.push_str(&format!("\n[issues.i{issue}]\ntitle = \"{title}\"\nstatus = \"contested\"\n"));
    }
    for issue in 0..issues {
        for party in 0..parties {
            let stance = ["demands", "rejects", "conditional", "offers", "accepts", "undeclared"][numbers.below(6)];
            let text = numbers.words(&vocabulary, each(issues * parties, 40));
            out.push_str(&format!(
                "\n[positions.i{issue}.p{party}]\nstance = \"{stance}\"\ntext = \"{text}\"\nsources = [\"s0\"]\n"
            ));
            if numbers.below(2) == 0 {
                out.push_str(&format!("short = \"{}\"\n", numbers.words(&vocabulary, 3)));
            }
        }
    }
    let summary = numbers.words(&vocabulary, each(1, 10));
    out.push_str(&format!(
        "\n[outcome]\nevent = \"Round\"\ndate = 2026-03-01\nresult = \"procedural\"\nsummary = \"{summary}\"\n"
    ));
    for at in 0..rest {
        let text = numbers.words(&vocabulary, each(rest, 20));
        out.push_str(&format!("\n[claims.c{at}]\ntext = \"{text}\"\nsaid_by = \"p0\"\nsources = [\"s0\"]\n"));
        let text = numbers.words(&vocabulary, each(rest, 20));
        let day = 1 + numbers.below(28);
        out.push_str(&format!(
            "\n[developments.d{at}]\ndate = 2026-02-{day:02}\ntext = \"{text}\"\ntrend = \"improved\"\nsources = [\"s1\"]\n"
        ));
    }
    for at in 0..2 {
        out.push_str(&format!("\n[sources.s{at}]\npublisher = \"Gazette {at}\"\ndate = 2026-02-27\n"));
        let title = numbers.words(&vocabulary, 8);
        out.push_str(&format!("title = \"{title}\"\n"));
    }
    out
}

/// Renders a brief.
pub(super) fn render(text: String, template: &str, press: &mut Renderer<'_>) -> (Option<Rendered>, Vec<String>) {
    let mut checked = pipeline::check(&Input::new("generated", text), &Project::default());
    let errors: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|it| it.severity == briefing::diagnostic::Severity::Error)
        .map(|it| it.message.clone())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    checked.diagnostics.clear();
    let job = RenderOptions::new(template);
    let rendered = press.render(&mut checked, job, &Disk).unwrap();
    (rendered, checked.diagnostics.iter().map(|it| it.code.name().to_owned()).collect())
}

/// The pages of briefs that fit, and the dossiers of those that do not, rendered once for all tests.
pub(super) fn pages() -> &'static [Vec<u8>] {
    static PAGES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let library = FontLibrary::default();
        let mut press = Renderer::new(&library);
        let mut one_page = 0;
        let pages: Vec<_> = (0..COUNT)
            .map(|seed| {
                let text = brief(seed, 50 + 850 * seed / (COUNT - 1));
                let template = ["one-page", "readout", "matrix", "one-page", "talking-points", "full"][seed % 6];
                let (rendered, codes) = render(text.clone(), template, &mut press);
                let page = rendered.unwrap_or_else(|| {
                    assert_eq!(codes, ["page-overflow"], "{seed}");
                    render(text, "full", &mut press).0.unwrap()
                });
                let page = page.pdf.unwrap();
                assert!(template == "full" || page.pages.pages.len() == 1 || codes == ["page-overflow"], "{seed}");
                one_page += usize::from(page.pages.pages.len() == 1);
                page.bytes
            })
            .collect();
        eprintln!("{one_page} of {COUNT} generated briefs fit on one page");
        assert!(one_page > COUNT / 2);
        pages
    })
}
