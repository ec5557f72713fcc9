//! Sets of completion indexes, written as `1,3-5`.
//!
//! Upstream: `pkg/controller/job/indexed_job_utils.go`.

use std::fmt;

/// A set of indexes as intervals in ascending order, first and last included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexes(Vec<(i32, i32)>);

impl Indexes {
    /// Reads a text; parts that cannot be read and indexes from `completions` on are left out.
    #[must_use]
    pub fn parse(text: &str, completions: i32) -> Self {
        let mut intervals: Vec<(i32, i32)> = Vec::new();
        for part in text.split(',').filter(|_| !text.is_empty()) {
            let mut limits = part.split('-');
            let Some(first) = limits.next().and_then(|first| first.parse::<i32>().ok()) else {
                continue;
            };
            if first >= completions {
                break;
            }
            let last = match limits.next() {
                None => first,
                Some(last) => match last.parse::<i32>() {
                    Ok(last) => last.min(completions - 1),
                    Err(_) => continue,
                },
            };
            match intervals.last_mut() {
                Some(previous) if previous.1 == first - 1 => previous.1 = last,
                _ => intervals.push((first, last)),
            }
        }
        Self(intervals)
    }

    /// The set of these indexes, which are in ascending order.
    #[must_use]
    pub fn from_sorted(indexes: impl IntoIterator<Item = i32>) -> Self {
        Self::default().with_sorted(indexes)
    }

    /// This set and these indexes, which are in ascending order.
    #[must_use]
    pub fn with_sorted(&self, indexes: impl IntoIterator<Item = i32>) -> Self {
        self.union(&Self(indexes.into_iter().map(|index| (index, index)).collect()))
    }

    /// The indexes of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut union: Vec<(i32, i32)> = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let next = match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if x.0 < y.0 => a.next(),
                (_, Some(_)) => b.next(),
                (_, None) => a.next(),
            };
            let Some(&(first, last)) = next else { return Self(union) };
            match union.last_mut() {
                Some(previous) if first <= previous.1.saturating_add(1) => {
                    previous.1 = previous.1.max(last);
                }
                _ => union.push((first, last)),
            }
        }
    }

    /// Whether an index is in the set.
    #[must_use]
    pub fn contains(&self, index: i32) -> bool {
        let at = self.0.partition_point(|interval| interval.1 < index);
        self.0.get(at).is_some_and(|interval| interval.0 <= index)
    }

    /// How many indexes there are.
    #[must_use]
    pub fn len(&self) -> i32 {
        self.0.iter().map(|(first, last)| last - first + 1).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many indexes are in both sets.
    #[must_use]
    pub fn common(&self, other: &Self) -> i32 {
        let (mut a, mut b, mut count) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.0.get(a), other.0.get(b)) {
            count += (x.1.min(y.1) - x.0.max(y.0) + 1).max(0);
            if x.1 < y.1 { a += 1 } else { b += 1 }
        }
        count
    }

    /// The first `count` indexes below `completions` that are not in the set.
    #[must_use]
    pub fn first_missing(&self, count: usize, completions: i32) -> Vec<i32> {
        let mut missing = Vec::with_capacity(count.min(1024));
        let mut next = 0;
        for (first, last) in self.0.iter().copied().chain([(completions, completions)]) {
            let end = first.min(completions);
            while next < end && missing.len() < count {
                missing.push(next);
                next += 1;
            }
            next = next.max(last.saturating_add(1));
        }
        missing
    }
}

impl fmt::Display for Indexes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{first}")?;
            if last > first {
                let between = if *last == first + 1 { ',' } else { '-' };
                write!(f, "{between}{last}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn gaps_are_found_between_and_after() {
        let set = Indexes::parse("1,3-5,7", 100);
        assert_eq!(set.first_missing(4, 100), [0, 2, 6, 8]);
        assert_eq!(set.first_missing(9, 7), [0, 2, 6]);
        assert_eq!(set.first_missing(0, 7), [0; 0]);
        assert_eq!(Indexes::default().first_missing(2, 1), [0]);
    }

    proptest! {
        #[test]
        fn behaves_as_a_set(
            a in prop::collection::btree_set(0..40_i32, 0..20),
            b in prop::collection::btree_set(0..40_i32, 0..20),
        ) {
            let (x, y) = (Indexes::from_sorted(a.clone()), Indexes::from_sorted(b.clone()));
            let union: BTreeSet<i32> = a.union(&b).copied().collect();
            prop_assert_eq!(x.union(&y), Indexes::from_sorted(union.clone()));
            prop_assert_eq!(x.len() as usize, a.len());
            prop_assert_eq!(x.common(&y) as usize, a.intersection(&b).count());
            prop_assert_eq!(Indexes::parse(&x.to_string(), 40), x.clone());
            let missing: Vec<i32> = (0..40).filter(|index| !a.contains(index)).collect();
            prop_assert_eq!(x.first_missing(40, 40), missing);
            for index in 0..40 {
                prop_assert_eq!(x.contains(index), a.contains(&index));
            }
        }
    }
}
