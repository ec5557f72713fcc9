//! Which of the best nodes is chosen.

/// The index of the chosen node by its total score; none if there is no node.
///
/// Among equals the choice is upstream's: it builds a binary heap over the nodes in the order in
/// which they were found and takes the top, so that the tie is broken by how the heap happens to
/// be built, not by chance. Upstream: `selectHost` in `pkg/scheduler/schedule_one.go`.
#[must_use]
pub fn select_host(totals: &[i64]) -> Option<usize> {
    let mut heap: Vec<usize> = (0..totals.len()).collect();
    let better = |heap: &[usize], a: usize, b: usize| totals[heap[a]] > totals[heap[b]];
    for start in (0..totals.len() / 2).rev() {
        let mut parent = start;
        loop {
            let mut child = 2 * parent + 1;
            if child >= heap.len() {
                break;
            }
            if child + 1 < heap.len() && better(&heap, child + 1, child) {
                child += 1;
            }
            if !better(&heap, child, parent) {
                break;
            }
            heap.swap(parent, child);
            parent = child;
        }
    }
    heap.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_broken_by_the_heap() {
        let rows: [(&[i64], Option<usize>); 7] = [
            (&[], None),
            (&[5], Some(0)),
            (&[1, 3, 2], Some(1)),
            (&[4, 4, 4, 4], Some(0)),
            (&[1, 4, 4], Some(1)),
            // The left subtree's best rises to 1, the right one's stays at 2; the left wins.
            (&[0, 0, 9, 9, 0], Some(3)),
            (&[0, 0, 9, 0, 9], Some(4)),
        ];
        for (totals, want) in rows {
            assert_eq!(select_host(totals), want, "{totals:?}");
        }
    }
}
