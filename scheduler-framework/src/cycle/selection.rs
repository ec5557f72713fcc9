//! Which of the best nodes is chosen.

use super::score_tree::heap_order;

/// Which of the best nodes is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The one that upstream takes.
    #[default]
    Upstreams,
    /// The first in order from where the search starts.
    First,
}

impl Choice {
    /// The index of the chosen node by its total score, nodes being in the order in which they
    /// were found; none if there is no node.
    #[must_use]
    pub fn of(self, totals: &[i64]) -> Option<usize> {
        match self {
            Self::Upstreams => select_host(totals),
            Self::First => {
                let best = totals.iter().max()?;
                totals.iter().position(|total| total == best)
            }
        }
    }
}

/// The index of the chosen node by its total score; none if there is no node.
///
/// Among equals the choice is upstream's: it builds a binary heap over the nodes in the order in
/// which they were found and takes the top, so that the tie is broken by how the heap happens to
/// be built, not by chance. Upstream: `selectHost` in `pkg/scheduler/schedule_one.go`.
#[must_use]
pub fn select_host(totals: &[i64]) -> Option<usize> {
    // The top is, of the best, the one that is met first from the root on, left before right:
    // nodes sink only below better ones, and rise left of others as good.
    let mut best: Option<(usize, i64)> = None;
    for (place, total) in totals.iter().enumerate() {
        let wins = best.is_none_or(|(other, top)| {
            *total > top || *total == top && heap_order(place) < heap_order(other)
        });
        if wins {
            best = Some((place, *total));
        }
    }
    best.map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_apimachinery::random::{Random, SeededRandom};

    /// As upstream does it.
    fn by_building_the_heap(totals: &[i64]) -> Option<usize> {
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

    #[test]
    fn the_choice_is_the_top_of_upstreams_heap() {
        let random = SeededRandom::new(1);
        for _ in 0..2000 {
            let len = random.below(40);
            let values = 1 + random.below(5);
            let totals: Vec<_> = (0..len).map(|_| random.below(values) as i64).collect();
            assert_eq!(select_host(&totals), by_building_the_heap(&totals), "{totals:?}");
        }
    }
}
