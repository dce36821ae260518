//! Texts line by line.

/// Two texts as a unified diff with the file's name; empty when they are the same.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(3).header(name, name).to_string()
}

/// Merges the changes of two texts to a third, line by line: `None` when both changed the same lines, or lines that
/// touch, differently.
#[must_use]
pub fn merge_by_line(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let lines = |text: &'_ str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (base, ours, theirs) = (lines(base), lines(ours), lines(theirs));
    let hunks = |other: &[String]| {
        let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &base, other);
        let changed = ops.into_iter().filter(|op| op.tag() != similar::DiffTag::Equal);
        changed.map(|op| (op.old_range(), other[op.new_range()].to_vec())).collect::<Vec<_>>()
    };
    let mut all = hunks(&ours);
    for (range, lines) in hunks(&theirs) {
        if all.contains(&(range.clone(), lines.clone())) {
            continue;
        }
        if all.iter().any(|(other, _)| other.start <= range.end && range.start <= other.end) {
            return None;
        }
        all.push((range, lines));
    }
    all.sort_by_key(|(range, _)| range.start);
    let mut out = String::new();
    let mut from = 0;
    for (range, lines) in all {
        out.extend(base[from..range.start].iter().map(String::as_str));
        out.extend(lines.iter().map(String::as_str));
        from = range.end;
    }
    out.extend(base[from..].iter().map(String::as_str));
    Some(out)
}

/// Two texts as one: lines that both have once, and the others between markers, first those of `ours`.
#[must_use]
pub fn joined(ours: &str, theirs: &str, opening: &str, closing: &str) -> String {
    let size = opening.len() - opening.trim_start_matches('<').len();
    let lines = |text: &'_ str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (ours, theirs) = (lines(ours), lines(theirs));
    let mut out = String::new();
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &ours, &theirs) {
        let (old, new) = (ours[op.old_range()].concat(), theirs[op.new_range()].concat());
        out.push_str(&match op.tag() {
            similar::DiffTag::Equal => old,
            _ => format!("{opening}\n{old}{}\n{new}{closing}\n", "=".repeat(size)),
        });
    }
    out
}
