//! The parts of a merged text, and conflict markers.

/// The labels of conflict markers.
#[derive(Debug, Clone)]
pub struct MarkerLabels {
    /// The label of our side.
    pub ours: String,
    /// The label of the base.
    pub base: String,
    /// The label of their side.
    pub theirs: String,
    /// The number of characters of a marker; git uses 7.
    pub size: usize,
}

impl Default for MarkerLabels {
    fn default() -> Self {
        let label = |text: &str| text.to_owned();
        Self { ours: label("ours"), base: label("base"), theirs: label("theirs"), size: 7 }
    }
}

/// A part of the merged text.
pub(super) enum Chunk {
    Text(String),
    Conflict { paths: Vec<String>, ours: String, base: String, theirs: String },
}

impl Chunk {
    pub(super) fn paths(&self) -> &[String] {
        if let Self::Conflict { paths, .. } = self { paths } else { &[] }
    }
}

/// The merged text with our side of each conflict.
pub(super) fn without(chunks: &[Chunk]) -> String {
    let ours = |chunk: &Chunk| match chunk {
        Chunk::Text(text) => text.clone(),
        Chunk::Conflict { ours, .. } => ours.clone(),
    };
    chunks.iter().map(ours).collect()
}

/// The merged text with conflict markers in git's diff3 style.
pub(super) fn with(chunks: &[Chunk], labels: &MarkerLabels, newline: &str) -> String {
    let marker = |sign: &str, label: &str| {
        let label = label.replace(['\n', '\r'], " ");
        let space = if label.is_empty() { "" } else { " " };
        format!("{}{space}{label}{newline}", sign.repeat(labels.size))
    };
    let line = |text: &str| {
        if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}{newline}") }
    };
    let mut out = String::new();
    for chunk in chunks {
        match chunk {
            Chunk::Text(text) => out.push_str(text),
            Chunk::Conflict { ours, base, theirs, .. } => {
                out.push_str(&marker("<", &labels.ours));
                out.push_str(&line(ours));
                out.push_str(&marker("|", &labels.base));
                out.push_str(&line(base));
                out.push_str(&marker("=", ""));
                out.push_str(&line(theirs));
                out.push_str(&marker(">", &labels.theirs));
            }
        }
    }
    out
}

/// The two sides of a text with conflict markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflicted {
    /// The text with our side of each conflict.
    pub ours: String,
    /// The text with their side of each conflict.
    pub theirs: String,
    /// The first line of the markers, without its line ending: `<<<<<<< HEAD`.
    pub opening: String,
    /// The last line of the markers, without its line ending: `>>>>>>> branch`.
    pub closing: String,
}

impl Conflicted {
    /// Parses a text with conflict markers of git or of [`super::merge`]; `None` when there are none, or when they do
    /// not match.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let opening = text.lines().find(|line| line.starts_with("<<<<<<<"))?;
        let size = opening.len() - opening.trim_start_matches('<').len();
        let mut it =
            Self { ours: String::new(), theirs: String::new(), opening: opening.to_owned(), closing: String::new() };
        // The last marker seen.
        let mut last = '>';
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
            let sign = bare.chars().next().filter(|sign| "<|=>".contains(*sign));
            let marker = sign.filter(|sign| {
                let rest = bare.trim_start_matches(*sign);
                bare.len() - rest.len() == size && (rest.is_empty() || rest.starts_with(' '))
            });
            match (marker, last) {
                (Some('<'), '>') | (Some('|'), '<') | (Some('='), '<' | '|') => last = sign?,
                (Some('>'), '=') => {
                    last = '>';
                    it.closing = bare.to_owned();
                }
                (Some(_), _) => return None,
                (None, '<') => it.ours.push_str(line),
                (None, '=') => it.theirs.push_str(line),
                (None, '|') => {}
                (None, _) => {
                    it.ours.push_str(line);
                    it.theirs.push_str(line);
                }
            }
        }
        (last == '>').then_some(it)
    }
}

#[cfg(test)]
mod tests {
    use super::Conflicted;

    #[test]
    fn the_sides_of_a_conflict_are_read_in_both_styles() {
        for base in ["", "||||||| base\nb = 0\n"] {
            let text = format!("a = 1\n<<<<<<< HEAD\nb = 1\n{base}=======\nb = 2\n>>>>>>> topic\nc = 1\n");
            let sides = Conflicted::read(&text).unwrap();
            assert_eq!(
                (sides.ours.as_str(), sides.theirs.as_str()),
                ("a = 1\nb = 1\nc = 1\n", "a = 1\nb = 2\nc = 1\n")
            );
            assert_eq!((sides.opening.as_str(), sides.closing.as_str()), ("<<<<<<< HEAD", ">>>>>>> topic"));
        }
        for text in ["a = 1\n", "<<<<<<< x\na = 1\n", "=======\n<<<<<<< x\n", "<<<<<<< x\n<<<<<<< x\n"] {
            assert_eq!(Conflicted::read(text), None, "{text}");
        }
    }
}
