//! The best of many nodes, kept right node by node.

/// The score of a node that does not fit.
const NONE: i64 = i64::MIN;

/// So many equals are compared one by one before whole ranges are.
const FEW: usize = 48;

/// Scores of nodes by their places. A change costs the logarithm of their number, and so does the
/// choice of the best, but for the number of ties.
#[derive(Clone, Debug)]
pub(super) struct ScoreTree {
    /// Leaves, a power of two.
    size: usize,
    len: usize,
    /// The greatest score below each inner node, root at 1; leaves from `size` on.
    tops: Vec<i64>,
    fitting: Ranks,
}

impl ScoreTree {
    /// Nodes with these scores; none where one does not fit.
    pub(super) fn new(scores: impl ExactSizeIterator<Item = Option<i64>>) -> Self {
        let len = scores.len();
        let size = len.next_power_of_two().max(1);
        let mut tops = vec![NONE; 2 * size];
        let mut fitting = Ranks::new(len);
        for (index, score) in scores.enumerate() {
            tops[size + index] = score.unwrap_or(NONE);
            if score.is_some() {
                fitting.set(index, true);
            }
        }
        for index in (1..size).rev() {
            tops[index] = tops[2 * index].max(tops[2 * index + 1]);
        }
        Self { size, len, tops, fitting }
    }

    pub(super) fn set(&mut self, index: usize, score: Option<i64>) {
        self.fitting.set(index, score.is_some());
        let mut at = self.size + index;
        self.tops[at] = score.unwrap_or(NONE);
        while at > 1 {
            at /= 2;
            let top = self.tops[2 * at].max(self.tops[2 * at + 1]);
            if self.tops[at] == top {
                return;
            }
            self.tops[at] = top;
        }
    }

    /// How many nodes fit.
    #[cfg(test)]
    fn fitting(&self) -> usize {
        self.fitting.total
    }

    /// The node that upstream takes if the nodes that fit are found in order from `start` on,
    /// going round: of the best the one whose place among those found comes first when a binary
    /// heap is gone through from the root, left before right; see [`select_host`].
    ///
    /// [`select_host`]: super::select_host
    pub(super) fn upstreams_choice(&self, start: usize) -> Option<usize> {
        if self.tops[1] == NONE {
            return None;
        }
        let first = self.fitting.rank(start);
        let total = self.fitting.total;
        let found_at = |index: usize| (self.fitting.rank(index) + total - first) % total;
        let mut few = Vec::with_capacity(FEW);
        if self.best(1, &mut few) {
            return few.into_iter().min_by_key(|index| heap_order(found_at(*index)));
        }
        // Places in the heap are counted from 1, so that the children of n are 2n and 2n+1.
        let mut place = 1;
        loop {
            if self.has_best(first, place, place) {
                return Some(self.fitting.select((first + place - 1) % total));
            }
            place *= 2;
            if !self.subtree_has_best(first, place) {
                place += 1;
            }
        }
    }

    /// The first of the best nodes from `start` on, going round.
    pub(super) fn first_choice(&self, start: usize) -> Option<usize> {
        if self.tops[1] == NONE {
            return None;
        }
        self.first_best(1, 0, self.size, start).or_else(|| self.first_best(1, 0, self.size, 0))
    }

    fn first_best(&self, at: usize, from: usize, width: usize, start: usize) -> Option<usize> {
        if self.tops[at] != self.tops[1] || from + width <= start {
            return None;
        }
        if width == 1 {
            return Some(from);
        }
        let half = width / 2;
        let left = self.first_best(2 * at, from, half, start);
        left.or_else(|| self.first_best(2 * at + 1, from + half, half, start))
    }

    /// Lists the best nodes below an inner node; false if there are too many.
    fn best(&self, at: usize, found: &mut Vec<usize>) -> bool {
        if self.tops[at] != self.tops[1] {
            return true;
        }
        if at >= self.size {
            found.push(at - self.size);
            return found.len() < FEW;
        }
        self.best(2 * at, found) && self.best(2 * at + 1, found)
    }

    /// Whether one of the best nodes is in the part of the heap below a place.
    fn subtree_has_best(&self, first: usize, place: usize) -> bool {
        let total = self.fitting.total;
        let levels = (0..usize::BITS).take_while(|level| place << level <= total);
        // The lowest level has the most nodes, so it is most likely to have one.
        levels.collect::<Vec<_>>().into_iter().rev().any(|level| {
            let (from, to) = (place << level, ((place + 1) << level) - 1);
            self.has_best(first, from, to.min(total))
        })
    }

    /// Whether one of the best nodes is among those found at places of the heap.
    fn has_best(&self, first: usize, from: usize, to: usize) -> bool {
        let total = self.fitting.total;
        let (from, to) = (first + from - 1, first + to - 1);
        match (from >= total, to >= total) {
            (true, _) => self.range_has_best(from - total, to - total),
            (false, false) => self.range_has_best(from, to),
            (false, true) => {
                self.range_has_best(from, total - 1) || self.range_has_best(0, to - total)
            }
        }
    }

    /// The same by ranks among all nodes that fit.
    fn range_has_best(&self, from: usize, to: usize) -> bool {
        let best = self.tops[1];
        let mut low = self.size + self.fitting.select(from);
        let mut high = self.size + self.fitting.select(to) + 1;
        while low < high {
            if low & 1 == 1 {
                if self.tops[low] == best {
                    return true;
                }
                low += 1;
            }
            if high & 1 == 1 {
                high -= 1;
                if self.tops[high] == best {
                    return true;
                }
            }
            low /= 2;
            high /= 2;
        }
        false
    }

    #[cfg(test)]
    pub(super) fn tops(&self) -> &[i64] {
        &self.tops
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }
}

/// Sorts places in a binary heap as they are met from the root on, left before right: parents
/// before what is below them. The path to a place is written in the binary digits of its number.
pub(super) fn heap_order(place: usize) -> (u64, u32) {
    let number = place as u64 + 1;
    (number << number.leading_zeros(), u64::BITS - number.leading_zeros())
}

/// A set of places that knows how many members come before each.
#[derive(Clone, Debug)]
struct Ranks {
    words: Vec<u64>,
    /// A Fenwick tree over the members of the words.
    sums: Vec<u32>,
    total: usize,
    len: usize,
}

impl Ranks {
    fn new(len: usize) -> Self {
        let words = len.div_ceil(64).max(1);
        Self { words: vec![0; words], sums: vec![0; words + 1], total: 0, len }
    }

    fn set(&mut self, index: usize, member: bool) {
        let (word, bit) = (index / 64, 1_u64 << (index % 64));
        if (self.words[word] & bit != 0) == member {
            return;
        }
        self.words[word] ^= bit;
        let change: u32 = if member { 1 } else { u32::MAX };
        self.total = self.total.wrapping_add_signed(if member { 1 } else { -1 });
        let mut at = word + 1;
        while at < self.sums.len() {
            self.sums[at] = self.sums[at].wrapping_add(change);
            at += at & at.wrapping_neg();
        }
    }

    /// How many members come before a place.
    fn rank(&self, index: usize) -> usize {
        if self.total == self.len {
            return index;
        }
        let word = index / 64;
        let mut count = 0;
        let mut at = word;
        while at > 0 {
            count += self.sums[at];
            at &= at - 1;
        }
        let below = self.words.get(word).map_or(0, |it| it & ((1 << (index % 64)) - 1));
        (count + below.count_ones()) as usize
    }

    /// The member that so many others come before; there must be one.
    fn select(&self, rank: usize) -> usize {
        if self.total == self.len {
            return rank;
        }
        let mut left = rank as u32;
        let mut at = 0;
        let mut step = self.sums.len().next_power_of_two() / 2;
        while step > 0 {
            if let Some(sum) = self.sums.get(at + step).filter(|sum| **sum <= left) {
                left -= sum;
                at += step;
            }
            step /= 2;
        }
        let mut word = self.words[at];
        for _ in 0..left {
            word &= word - 1;
        }
        at * 64 + word.trailing_zeros() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::select_host;
    use bowline_apimachinery::random::{Random, SeededRandom};

    #[test]
    fn the_choice_is_that_of_the_heap() {
        let random = SeededRandom::new(3);
        for round in 0..400_u64 {
            let len = 1 + random.below(if round % 4 == 0 { 700 } else { 12 }) as usize;
            let values = 1 + random.below(4);
            let misses = random.below(4);
            let mut scores: Vec<Option<i64>> = vec![None; len];
            let mut tree = ScoreTree::new(scores.iter().copied());
            for step in 0..60 {
                let changes = if step == 0 { 2 * len } else { 1 + random.below(3) as usize };
                for _ in 0..changes {
                    let index = random.below(len as u64) as usize;
                    let fits = random.below(8) >= misses;
                    scores[index] = fits.then(|| random.below(values) as i64);
                    tree.set(index, scores[index]);
                }
                let start = random.below(len as u64) as usize;
                let order = (start..len).chain(0..start);
                let found: Vec<_> = order.filter(|index| scores[*index].is_some()).collect();
                let totals: Vec<_> = found.iter().filter_map(|index| scores[*index]).collect();
                assert_eq!(tree.fitting(), found.len());
                let want = select_host(&totals).map(|place| found[place]);
                assert_eq!(tree.upstreams_choice(start), want, "{scores:?} from {start}");
                let best = totals.iter().max();
                let first = totals.iter().position(|total| Some(total) == best);
                let want = first.map(|place| found[place]);
                assert_eq!(tree.first_choice(start), want, "{scores:?} from {start}");
                assert_eq!(
                    ScoreTree::new(scores.iter().copied()).upstreams_choice(start),
                    tree.upstreams_choice(start)
                );
            }
        }
    }

    #[test]
    fn places_of_a_heap_come_parents_first() {
        let mut places: Vec<_> = (0..7).collect();
        places.sort_by_key(|place| heap_order(*place));
        assert_eq!(places, [0, 1, 3, 4, 2, 5, 6]);
    }
}
