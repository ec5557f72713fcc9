//! Flow schemas and priority levels.

use super::fill;
use crate::flowcontrol::v1::{
    ExemptPriorityLevelConfiguration, FlowSchemaSpec, LimitedPriorityLevelConfiguration,
    QueuingConfiguration,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        FlowSchemaSpec => |spec: &mut FlowSchemaSpec| fill(&mut spec.matching_precedence, 1000);
        ExemptPriorityLevelConfiguration => |level: &mut ExemptPriorityLevelConfiguration| {
            level.nominal_concurrency_shares.get_or_insert(0);
            level.lendable_percent.get_or_insert(0);
        };
        LimitedPriorityLevelConfiguration => |level: &mut LimitedPriorityLevelConfiguration| {
            level.nominal_concurrency_shares.get_or_insert(30);
            level.lendable_percent.get_or_insert(0);
        };
        QueuingConfiguration => |queuing: &mut QueuingConfiguration| {
            fill(&mut queuing.hand_size, 8);
            fill(&mut queuing.queues, 64);
            fill(&mut queuing.queue_length_limit, 50);
        };
    }
}
