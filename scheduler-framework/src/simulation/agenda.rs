//! What is yet to happen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use bowline_api::core::v1::Pod;
use bowline_apimachinery::time::MicroTime;

use super::scenario::NodeEvent;
use crate::binding::BindingOutcome;

/// An event.
pub(super) enum Event {
    Node(NodeEvent),
    Arrives(Box<Pod>),
    Bound(Box<BindingOutcome>),
    Starts {
        uid: String,
        node: String,
    },
    Ends {
        uid: String,
    },
    /// The engine asked to be told of the time.
    Tick,
}

/// Events by time; those of one moment in the order in which they were added.
#[derive(Default)]
pub(super) struct Agenda {
    order: BinaryHeap<Reverse<(MicroTime, u64)>>,
    events: BTreeMap<u64, Event>,
    next: u64,
}

impl Agenda {
    pub(super) fn add(&mut self, at: MicroTime, event: Event) {
        self.order.push(Reverse((at, self.next)));
        self.events.insert(self.next, event);
        self.next += 1;
    }

    pub(super) fn pop(&mut self) -> Option<(MicroTime, Event)> {
        let Reverse((at, number)) = self.order.pop()?;
        self.events.remove(&number).map(|event| (at, event))
    }

    /// When the next event is due.
    pub(super) fn next_at(&self) -> Option<MicroTime> {
        self.order.peek().map(|Reverse((at, _))| *at)
    }
}
