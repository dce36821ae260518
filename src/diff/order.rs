//! Finds the items of a list that were moved.

/// For each item of the new order, whether it was moved: all items except those in a longest increasing subsequence
/// (Fredman, 1975). `places` are the old positions, in the new order.
#[must_use]
pub fn moved(places: &[usize]) -> Vec<bool> {
    // The last items of the best subsequences of each length, and for each item the one before it in its subsequence.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (at, place) in places.iter().enumerate() {
        let length = ends.partition_point(|end| places[*end] < *place);
        before[at] = length.checked_sub(1).map(|it| ends[it]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut moved = vec![true; places.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        moved[at] = false;
        next = before[at];
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn as_few_items_as_possible_are_moved() {
        assert_eq!(moved(&[]), Vec::<bool>::new());
        assert_eq!(moved(&[0, 1, 2]), [false, false, false]);
        assert_eq!(moved(&[2, 0, 1]), [true, false, false]);
        assert_eq!(moved(&[0, 3, 1, 2]), [false, true, false, false]);
    }
}
