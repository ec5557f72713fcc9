//! The scheduling cycle: from a pod and a snapshot to a node, or to the reasons why there is
//! none. Pure throughout.

mod class;
mod diagnosis;
mod error;
mod explanation;
mod extending;
mod filter_runner;
mod filtering;
mod reuse;
mod sampling;
mod scheduling;
mod score_tree;
mod scoring;
mod selection;
mod shortfall;

pub use diagnosis::{FitError, NodeStatuses};
pub use error::CycleError;
pub use explanation::{Explanation, NodeExplanation, NodeScore, explain};
pub use extending::EXTENDER;
pub use filter_runner::FilterRunner;
pub use filtering::{Feasibility, PreFiltered, run_pre_filters};
pub use reuse::Reuse;
pub use sampling::nodes_to_find;
pub use scheduling::{Placement, ScheduleError, SchedulePod, Unfit};
pub use scoring::{PluginScores, Scores, score_nodes, score_nodes_at};
pub use selection::{Choice, select_host};
pub use shortfall::{Shortfall, SmallestChange};

pub(crate) use extending::binders;
