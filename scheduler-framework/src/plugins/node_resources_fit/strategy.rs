//! How the fullness of a node becomes a score.
//!
//! Upstream: `plugins/noderesources/{least_allocated,most_allocated,
//! requested_to_capacity_ratio}.go`, `plugins/helper/shape_score.go`.

use super::super::resource_allocation::Usage;
use crate::config::{ScoringStrategy, ScoringStrategyType, UtilizationShapePoint};
use crate::plugin::MAX_NODE_SCORE;

/// The greatest score in a configured shape.
const MAX_SHAPE_SCORE: i64 = 10;

#[derive(Clone, Debug)]
pub(super) enum Strategy {
    LeastAllocated,
    MostAllocated,
    RequestedToCapacityRatio(Shape),
}

/// A curve through points of (utilization in percent, score).
#[derive(Clone, Debug)]
pub(in crate::plugins) struct Shape(Vec<(i64, i64)>);

impl Strategy {
    pub(super) fn new(strategy: &ScoringStrategy) -> Self {
        match strategy.type_ {
            ScoringStrategyType::LeastAllocated => Self::LeastAllocated,
            ScoringStrategyType::MostAllocated => Self::MostAllocated,
            ScoringStrategyType::RequestedToCapacityRatio => {
                let points = strategy.requested_to_capacity_ratio.iter().flat_map(|it| &it.shape);
                Self::RequestedToCapacityRatio(Shape::new(points))
            }
        }
    }

    /// The weighted mean over the resources.
    pub(super) fn score(&self, usage: impl Iterator<Item = Usage>) -> i64 {
        match self {
            Self::LeastAllocated => mean(usage, |it| match it.requested > it.allocatable {
                true => 0,
                false => (it.allocatable - it.requested) * MAX_NODE_SCORE / it.allocatable,
            }),
            Self::MostAllocated => {
                mean(usage, |it| it.requested.min(it.allocatable) * MAX_NODE_SCORE / it.allocatable)
            }
            Self::RequestedToCapacityRatio(shape) => shape.mean(usage),
        }
    }
}

fn mean(usage: impl Iterator<Item = Usage>, score: impl Fn(&Usage) -> i64) -> i64 {
    let weighted = usage.map(|it| (score(&it) * it.weight, it.weight));
    let (sum, weights) = weighted.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    if weights == 0 { 0 } else { sum / weights }
}

impl Shape {
    pub(in crate::plugins) fn new<'a>(
        points: impl IntoIterator<Item = &'a UtilizationShapePoint>,
    ) -> Self {
        let scale = MAX_NODE_SCORE / MAX_SHAPE_SCORE;
        let point =
            |it: &UtilizationShapePoint| (i64::from(it.utilization), i64::from(it.score) * scale);
        Self(points.into_iter().map(point).collect())
    }

    /// Resources that score nothing do not count at all, and the mean is rounded.
    fn mean(&self, usage: impl Iterator<Item = Usage>) -> i64 {
        let scored = usage.map(|it| (self.score(&it), it.weight)).filter(|(score, _)| *score > 0);
        let (sum, weights) =
            scored.fold((0, 0), |sum, (score, weight)| (sum.0 + score * weight, sum.1 + weight));
        if weights == 0 { 0 } else { (sum as f64 / weights as f64).round() as i64 }
    }

    fn score(&self, usage: &Usage) -> i64 {
        let utilization = match usage.requested > usage.allocatable {
            true => 100,
            false => usage.requested * 100 / usage.allocatable,
        };
        self.at(utilization)
    }

    pub(in crate::plugins) fn at(&self, utilization: i64) -> i64 {
        let next = self.0.iter().position(|(point, _)| utilization <= *point);
        match (next, self.0.as_slice()) {
            (Some(0), points) => points[0].1,
            (Some(next), points) => {
                let ((u0, s0), (u1, s1)) = (points[next - 1], points[next]);
                s0 + (s1 - s0) * (utilization - u0) / (u1 - u0).max(1)
            }
            (None, points) => points.last().map_or(0, |(_, score)| *score),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_straight_between_its_points() {
        let shape = Shape(vec![(10, 0), (40, 100), (60, 30)]);
        let rows = [(0, 0), (10, 0), (25, 50), (40, 100), (50, 65), (60, 30), (100, 30)];
        for (utilization, want) in rows {
            assert_eq!(shape.at(utilization), want, "{utilization}");
        }
        // Falling lines are cut off towards zero, too.
        assert_eq!(Shape(vec![(0, 100), (3, 0)]).at(1), 67);
    }

    #[test]
    fn resources_are_weighted() {
        let usage = |requested, weight| Usage { requested, by_pod: 0, allocatable: 10, weight };
        let rows = [
            (Strategy::LeastAllocated, vec![usage(3, 1), usage(6, 2)], 50),
            (Strategy::LeastAllocated, vec![usage(11, 1)], 0),
            (Strategy::MostAllocated, vec![usage(3, 1), usage(6, 2)], 50),
            (Strategy::MostAllocated, vec![usage(11, 1)], 100),
            (Strategy::MostAllocated, vec![], 0),
            (
                Strategy::RequestedToCapacityRatio(Shape(vec![(0, 0), (100, 100)])),
                vec![usage(0, 5), usage(3, 1), usage(6, 2)],
                50,
            ),
        ];
        for (strategy, usage, want) in rows {
            let name = format!("{strategy:?} {usage:?}");
            assert_eq!(strategy.score(usage.into_iter()), want, "{name}");
        }
    }
}
