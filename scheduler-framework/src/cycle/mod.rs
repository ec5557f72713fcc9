//! The scheduling cycle: from a pod and a snapshot to a node, or to the reasons why there is
//! none. Pure throughout.

mod diagnosis;
mod error;
mod explanation;
mod extending;
mod filter_runner;
mod filtering;
mod sampling;
mod scheduling;
mod scoring;
mod selection;

pub use diagnosis::{FitError, NodeStatuses};
pub use error::CycleError;
pub use explanation::{Explanation, NodeExplanation, NodeScore, explain};
pub use extending::EXTENDER;
pub use filter_runner::FilterRunner;
pub use filtering::{Feasibility, PreFiltered, run_pre_filters};
pub use sampling::nodes_to_find;
pub use scheduling::{Placement, ScheduleError, SchedulePod, Unfit};
pub use scoring::{PluginScores, Scores, score_nodes};
pub use selection::select_host;

pub(crate) use extending::binders;
