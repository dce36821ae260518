//! The known name that somebody most likely meant.

/// The name of `known` that is nearest to `found`, when it is near enough to be what was meant.
///
/// Near is at most one edit in three characters (restricted Damerau–Levenshtein distance, in which two swapped
/// letters are one edit), or a known name that starts with what was typed (of three letters or more). Case and the
/// difference of `-`, `_` and space do not count. Of equally near names the first wins.
#[must_use]
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A pasted novel is no typo; measuring it against every name would take quadratic time.
    if found.len() > 64 {
        return None;
    }
    let plain = |name: &str| name.to_lowercase().replace(['_', ' '], "-");
    let found = plain(found);
    let most = (found.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let other = plain(name);
        let mut distance = strsim::osa_distance(&found, &other);
        if found.len() >= 3 && other.starts_with(&found) {
            distance = distance.min(most);
        }
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether one name is another with a single slip: a letter left out, put in, taken for another, or two swapped.
#[must_use]
pub fn is_slip(found: &str, known: &str) -> bool {
    found.len() <= 64 && strsim::osa_distance(found, known) <= 1
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typos_find_their_name_and_strangers_find_none() {
        let known = ["bottom_line", "as_of", "title", "demands", "opposes"];
        for (found, expected) in [
            ("botom_line", Some("bottom_line")),
            ("bottom-line", Some("bottom_line")),
            ("titel", Some("title")),
            ("Demands", Some("demands")),
            ("bott", Some("bottom_line")),
            ("xyz", None),
            ("", None),
        ] {
            assert_eq!(nearest(found, known), expected, "{found}");
        }
        assert_eq!(nearest(&"a".repeat(10_000), known), None);
    }
}
