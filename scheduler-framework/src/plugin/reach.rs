//! What answers of plugins depend on, so that they need not be asked for again when nothing of
//! that has changed.

/// What the answer of a plugin about a node depends on, besides the plugin and the kind of pod.
///
/// Pods are of one kind if they have namespace, labels, annotations, owners and spec in common.
/// Name, uid and status of a pod are not part of its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Anything: the plugin is asked in every cycle.
    #[default]
    Cluster,
    /// The node itself, its pods included, and nothing else but what `besides` stands for: an
    /// answer is kept until the node or that number changes. 0 where there is nothing else.
    Node {
        /// A number that changes whenever the answer might, for reasons other than the node.
        besides: u64,
    },
}

impl Reach {
    /// The answer depends on nothing but the node.
    pub const NODE: Self = Self::Node { besides: 0 };
}

/// What [`Score::normalize`](super::Score::normalize) depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Normalization {
    /// There is none: scores are in range as they are.
    None,
    /// The different scores that there are: neither which nodes have them nor how many. Then it
    /// may be called with each score once, and without nodes.
    ByScores,
    /// The nodes.
    #[default]
    ByNodes,
}
