//! How many nodes that fit are enough.

const MIN_FEASIBLE_NODES: usize = 100;
const MIN_PERCENTAGE: i32 = 5;

/// The number of feasible nodes after which the search ends, of `node_count` in all.
///
/// `percentage` is 1 to 100, or 0 to adapt: the larger the cluster, the smaller the share, down
/// to 5 percent. Never fewer than 100 nodes are looked for.
///
/// Upstream: `numFeasibleNodesToFind` in `pkg/scheduler/schedule_one.go`.
#[must_use]
pub fn nodes_to_find(node_count: usize, percentage: i32) -> usize {
    if node_count < MIN_FEASIBLE_NODES {
        return node_count;
    }
    let percentage = match percentage {
        0 => {
            let adapted = 50 - i32::try_from(node_count / 125).unwrap_or(i32::MAX);
            adapted.max(MIN_PERCENTAGE)
        }
        given => given,
    };
    let share = usize::try_from(percentage).unwrap_or(0);
    (node_count * share / 100).max(MIN_FEASIBLE_NODES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_shrinks_with_the_cluster() {
        let rows = [
            (10, 0, 10),
            (99, 40, 99),
            (100, 0, 100),
            (500, 0, 230),
            (1000, 0, 420),
            (1000, 40, 400),
            (2000, 0, 680),
            (5000, 0, 500),
            (5625, 0, 281),
            (6000, 0, 300),
            (6000, 40, 2400),
            (15000, 0, 750),
            (100_000, 0, 5000),
            (1000, 100, 1000),
            (1000, 1, 100),
        ];
        for (nodes, percentage, want) in rows {
            assert_eq!(nodes_to_find(nodes, percentage), want, "{nodes} nodes, {percentage} %");
        }
    }
}
