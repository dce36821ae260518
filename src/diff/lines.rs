//! Compares texts line by line.

use std::ops::Range;

/// A unified diff of two texts, with the name of the file; empty when they are the same.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(3).header(name, name).to_string()
}

/// The replacements that turn one text into another, line by line: byte ranges, and the new text of each.
#[must_use]
pub fn replacements(before: &str, after: &str) -> Vec<(Range<usize>, String)> {
    let lines = |text: &'_ str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(before), lines(after));
    let mut starts = vec![0];
    for line in &old {
        starts.push(starts[starts.len() - 1] + line.len());
    }
    let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new);
    let changed = ops.into_iter().filter(|op| op.tag() != similar::DiffTag::Equal);
    let replaced =
        |op: similar::DiffOp| (starts[op.old_range().start]..starts[op.old_range().end], new[op.new_range()].concat());
    changed.map(replaced).collect()
}

/// Merges the changes of two texts to a third line by line; `None` when both changed the same or adjacent lines in
/// different ways.
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

/// Joins two texts: lines that both have are written once, and differing lines between conflict markers, those of
/// `ours` first.
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

#[cfg(test)]
mod tests {
    use super::replacements;

    #[test]
    fn replacements_turn_one_text_into_the_other() {
        for (before, after) in [("a\nb\nc\n", "a\nc\nd"), ("", "x\n"), ("x", ""), ("a\nb", "a\nb\n"), ("a\n", "a\n")] {
            let mut text = before.to_owned();
            for (range, piece) in replacements(before, after).into_iter().rev() {
                text.replace_range(range, &piece);
            }
            assert_eq!(text, after);
        }
    }
}
