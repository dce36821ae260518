//! The direction in which a language is written.

/// Whether a language (BCP 47) is written from right to left: by its script, or by the usual one of its language.
#[must_use]
pub fn is_right_to_left(language: &str) -> bool {
    let tag = language.to_ascii_lowercase();
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or("");
    match subtags.find(|tag| tag.len() == 4) {
        Some(script) => ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm"].contains(&script),
        None => ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&primary),
    }
}

#[cfg(test)]
mod tests {
    use super::is_right_to_left;

    #[test]
    fn the_script_decides_before_the_language() {
        for language in ["ar-EG", "AR", "he", "az-Arab"] {
            assert!(is_right_to_left(language), "{language}");
        }
        for language in ["", "en", "az", "he-Latn"] {
            assert!(!is_right_to_left(language), "{language}");
        }
    }
}
