//! The table of what a project file may hold.

use super::field::field;
use super::{TableSchema, Type};
use crate::model::VocabularyWord;

/// The formats that a brief is rendered to, as the project file and the command line name them.
pub const FORMATS: &[VocabularyWord] = &[
    VocabularyWord { word: "md", meaning: "Markdown." },
    VocabularyWord { word: "html", meaning: "A web page in one file." },
    VocabularyWord { word: "docx", meaning: "A Word file." },
    VocabularyWord { word: "pdf", meaning: "A PDF page." },
];

/// What may become of a diagnostic.
pub const LEVELS: &[VocabularyWord] = &[
    VocabularyWord { word: "deny", meaning: "It is an error." },
    VocabularyWord { word: "warn", meaning: "It is a warning." },
    VocabularyWord { word: "allow", meaning: "It is suppressed." },
];

/// The tables of `briefing.toml`, in the order of the documentation.
pub const PROJECT: &[TableSchema] = &[
    TableSchema {
        path: "project",
        required: false,
        attribution: false,
        doc: "Where the briefs are, and what they share.",
        fields: &[
            field(
                "briefs",
                Type::List(&Type::Text),
                "[\"briefs\"]",
                "The folders of briefs. Without it: the folder of the project file.",
            ),
            field(
                "shared",
                Type::Text,
                "\"shared\"",
                "The folder of shared records: parties and sources that a brief takes with `[use]`.",
            ),
        ],
    },
    TableSchema {
        path: "render",
        required: false,
        attribution: false,
        doc: "What is made from the briefs.",
        fields: &[
            field(
                "output",
                Type::Text,
                "\"out\"",
                "The folder for outputs. The subfolders of a folder of briefs are created in it, too. Without it: next to each brief.",
            ),
            field(
                "template",
                Type::Text,
                "\"one-page\"",
                "A built-in template, or the folder of your own. Without it: that of the `kind` of each brief. A brief that names a template uses that one.",
            ),
            field(
                "templates",
                Type::List(&Type::Text),
                "[\"one-page\", \"full\"]",
                "Several templates, instead of `template`. The outputs of the first have the name of the brief, as in gerd.pdf, those of the others also that of the template, as in gerd.full.pdf.",
            ),
            field(
                "to",
                Type::List(&Type::Word("formats", FORMATS)),
                "[\"md\", \"pdf\"]",
                "The formats. Without it: `md` and `pdf`.",
            ),
            field(
                "style",
                Type::Text,
                "\"style.toml\"",
                "A style file that all templates share: fonts, sizes, colours, paper, margins and labels. Its fields override those of the `style.toml` of a template.",
            ),
            field("fonts", Type::Text, "\"type\"", "A folder with fonts, in addition to the built-in ones."),
            field(
                "front_matter",
                Type::Boolean,
                "true",
                "Whether Markdown files begin with title, date, edition, language and marking in YAML, for programs such as Pandoc and Hugo. Without it: no.",
            ),
        ],
    },
    TableSchema {
        path: "word",
        required: false,
        attribution: false,
        doc: "How Word files look.",
        fields: &[field(
            "reference",
            Type::Text,
            "\"office.docx\"",
            "A Word file of your organisation: Word files take its styles, theme, paper, margins, header and footer.",
        )],
    },
    TableSchema {
        path: "handling",
        required: false,
        attribution: false,
        doc: "The levels of your organisation, for `handling` in briefs and shared records. The Traffic Light Protocol and the levels of the UK are built in.",
        fields: &[
            field(
                "levels",
                Type::List(&Type::Text),
                "[\"PUBLIC\", \"INTERNAL\", \"RESTRICTED\"]",
                "The levels, the most open first.",
            ),
            field(
                "caveats",
                Type::List(&Type::Text),
                "[\"DESK ONLY\"]",
                "The caveats that may follow a level, as in `RESTRICTED//DESK ONLY`.",
            ),
        ],
    },
    TableSchema {
        path: "check",
        required: false,
        attribution: false,
        doc: "The severity of diagnostics, by code; `warnings` stands for all warnings: `deny` makes it an error, `warn` a warning, `allow` suppresses it.",
        fields: &[field(
            "CODE",
            Type::Word("levels", LEVELS),
            "\"deny\"",
            "The severity of the diagnostics of a code.",
        )],
    },
];
