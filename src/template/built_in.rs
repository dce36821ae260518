//! The templates that the program carries.

use super::EXTENSION;

/// One built-in template.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The name: `one-page`.
    pub name: &'static str,
    /// What it makes, one sentence.
    pub description: &'static str,
    /// The names and texts of its files.
    pub files: &'static [(&'static str, &'static str)],
}

macro_rules! built_in {
    ($name:literal, $description:literal, [$($part:literal),* $(,)?], [$($file:literal),* $(,)?]) => {
        BuiltIn {
            name: $name,
            description: $description,
            files: &[
                $(($file, include_str!(concat!("../../templates/", $name, "/", $file))),)*
                $((concat!($part, ".md.hbs"), include_str!(concat!("../../templates/parts/", $part, ".md.hbs"))),)*
            ],
        }
    };
}

/// The one that prints all of a brief.
pub const DOSSIER: &str = "full";

/// All of them; the first is the default. Each takes what it shares with others from `templates/parts/`.
pub const BUILT_IN: &[BuiltIn] = &[
    built_in!(
        "one-page",
        "One A4 page: bottom line, positions, outcome, other open issues, developments, next steps, sources.",
        [
            "head",
            "masthead",
            "since",
            "certainty",
            "certainty-in-words",
            "figures",
            "judgements",
            "judgement",
            "positions",
            "caveat",
            "legend",
            "proposal",
            "strip",
            "outcome",
            "points",
            "other-issues",
            "talking-points",
            "commitments",
            "commitment-parties",
            "commitment-review",
            "claims",
            "developments",
            "timeline",
            "meetings",
            "meeting-line",
            "next-steps",
            "verifications",
            "rests-on",
            "names",
            "sources",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "full",
        "The dossier: everything in the brief, on as many pages as it takes.",
        [
            "head",
            "masthead",
            "since",
            "certainty-in-words",
            "figures",
            "person",
            "aim",
            "aim-position",
            "caveat",
            "arguments",
            "argument",
            "recommendation",
            "signature",
            "judgement",
            "comparison-rows",
            "clearances",
            "clearance-by",
            "legend",
            "commitment-parties",
            "commitment-text",
            "commitment-due",
            "commitment-status",
            "commitment-review",
            "proposal",
            "strip",
            "texts",
            "next-steps",
        ],
        [
            "template.md.hbs",
            "attribution.md.hbs",
            "beside.md.hbs",
            "point.md.hbs",
            "source.md.hbs",
            "talking-point.md.hbs",
            "style.toml",
            "README.md"
        ]
    ),
    built_in!(
        "readout",
        "One A4 page on the result of a round of talks: outcome, commitments, positions, open issues.",
        [
            "head",
            "masthead",
            "since",
            "certainty",
            "certainty-in-words",
            "figures",
            "judgements",
            "judgement",
            "commitment-parties",
            "commitment-text",
            "commitment-due",
            "commitment-status",
            "commitment-review",
            "outcome",
            "points",
            "stances-in-words",
            "caveat",
            "proposal",
            "legend",
            "open-issues",
            "claims",
            "meetings",
            "meeting-line",
            "next-steps",
            "timeline",
            "rests",
            "rests-on",
            "names",
            "sources",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "meeting",
        "One A4 page to take into a meeting: when, where and with whom, what to say, what they will raise, where the parties stand.",
        [
            "head",
            "masthead",
            "since",
            "certainty",
            "certainty-in-words",
            "figures",
            "judgements",
            "judgement",
            "coming",
            "people",
            "person",
            "goals",
            "to-say",
            "agenda",
            "asks",
            "answers",
            "positions",
            "caveat",
            "legend",
            "proposal",
            "interests",
            "outcome",
            "points",
            "other-issues",
            "commitments",
            "commitment-parties",
            "commitment-review",
            "claims",
            "developments",
            "other-meetings",
            "meeting-line",
            "next-steps",
            "verifications",
            "rests-on",
            "names",
            "sources",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "decision",
        "A submission on one or two A4 pages: what to decide by when, the options side by side, who has cleared it.",
        [
            "head",
            "masthead",
            "since",
            "certainty",
            "certainty-in-words",
            "figures",
            "judgements",
            "judgement",
            "recommendations",
            "recommendation",
            "signature",
            "comparison",
            "comparison-rows",
            "clearances",
            "clearance-by",
            "outcome",
            "points",
            "claims",
            "positions",
            "caveat",
            "legend",
            "proposal",
            "meetings",
            "meeting-line",
            "next-steps",
            "rests",
            "rests-on",
            "names",
            "sources",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "monitor",
        "One A4 page on how far an agreement is carried out: how many commitments are met, which are due or broken, the rest by party and date.",
        [
            "proposal",
            "head",
            "masthead",
            "since",
            "certainty",
            "certainty-in-words",
            "judgements",
            "judgement",
            "carried-out",
            "overdue",
            "commitments-by-party",
            "commitment-parties",
            "commitment-text",
            "commitment-due",
            "commitment-status",
            "commitment-review",
            "positions",
            "stances-in-words",
            "caveat",
            "strip",
            "outcome",
            "points",
            "other-issues",
            "claims",
            "developments",
            "meetings",
            "meeting-line",
            "next-steps",
            "verifications",
            "rests-on",
            "names",
            "sources",
            "legend",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "mandate",
        "One A4 page for our side alone: what we want, our opening, fallbacks, walk-away points and arguments.",
        [
            "proposal",
            "head",
            "masthead",
            "since",
            "certainty-in-words",
            "aims",
            "aim",
            "aim-position",
            "caveat",
            "arguments",
            "argument",
            "to-say",
            "asks",
            "answers",
            "interests",
            "next-steps",
            "sources",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "talking-points",
        "One A4 page in large type: what to say, what to say if asked, what to tell the press, what not to say.",
        [
            "head",
            "masthead",
            "since",
            "to-say",
            "asks",
            "answers",
            "stances",
            "caveat",
            "proposal",
            "legend",
            "next-steps",
            "sources",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "matrix",
        "One landscape A4 page: the table of positions and the strip from rejection to acceptance.",
        [
            "head",
            "masthead",
            "since",
            "certainty",
            "certainty-in-words",
            "positions",
            "caveat",
            "proposal",
            "legend",
            "strip",
            "timeline",
            "other-issues",
            "names",
            "sources",
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
    built_in!(
        "columns",
        "A text under negotiation on landscape A4 pages: its versions side by side, differences marked, open brackets counted.",
        [
            "head",
            "masthead",
            "since",
            "certainty",
            "certainty-in-words",
            "backing",
            "positions",
            "caveat",
            "proposal",
            "legend",
            "next-steps",
            "names",
            "sources"
        ],
        ["template.md.hbs", "style.toml", "README.md"]
    ),
];

/// Which of them has just these Handlebars files, names and texts.
pub(super) fn position(files: &[(&str, &str)]) -> Option<usize> {
    BUILT_IN.iter().position(|template| {
        let own = template.files.iter().filter(|(name, _)| name.ends_with(EXTENSION)).count();
        files.len() == own && files.iter().all(|file| template.files.contains(file))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PageTemplate, Vocabulary as _};
    use crate::template::{MAIN_FILE, STYLE_FILE};

    #[test]
    fn a_brief_can_name_each_of_them() {
        let mut names: Vec<_> = BUILT_IN.iter().map(|it| it.name).collect();
        let mut words: Vec<_> = PageTemplate::ALL.iter().map(|it| it.word()).collect();
        names.sort_unstable();
        words.sort_unstable();
        assert_eq!(names, words);
    }

    #[test]
    fn every_built_in_template_has_its_parts_and_every_file_is_carried() {
        for template in BUILT_IN {
            let names: Vec<_> = template.files.iter().map(|(name, _)| *name).collect();
            assert!(names.contains(&MAIN_FILE) && names.contains(&STYLE_FILE), "{}", template.name);
            let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
            let folder = templates.join(template.name);
            for (at, name) in names.iter().enumerate() {
                assert!(!names[..at].contains(name), "{} has {name} twice", template.name);
            }
            for entry in std::fs::read_dir(folder).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                assert!(names.contains(&name.as_str()), "{}/{name} is not carried", template.name);
            }
        }
    }
}
