//! Pods that are being tried, and what happened meanwhile.
//!
//! An event that comes while a pod is being tried may be what the pod, once rejected, would wait
//! for: it is remembered until the attempt is over.

use std::collections::{HashMap, VecDeque};

use crate::events::EventRecord;

#[derive(Debug, Default)]
pub(super) struct InFlight {
    /// Where each pod entered the log.
    pods: HashMap<String, u64>,
    log: VecDeque<Entry>,
    /// The place of the first entry of the log.
    first: u64,
}

#[derive(Debug)]
enum Entry {
    /// A pod entered; none when it has left.
    Pod(Option<String>),
    Event(EventRecord),
}

impl InFlight {
    pub(super) fn contains(&self, uid: &str) -> bool {
        self.pods.contains_key(uid)
    }

    pub(super) fn begin(&mut self, uid: &str) {
        self.pods.insert(uid.to_owned(), self.first + self.log.len() as u64);
        self.log.push_back(Entry::Pod(Some(uid.to_owned())));
    }

    /// Remembers an event, if there is anyone to remember it for.
    pub(super) fn record(&mut self, event: &EventRecord) {
        if !self.pods.is_empty() {
            self.log.push_back(Entry::Event(event.clone()));
        }
    }

    /// The events since a pod entered, oldest first.
    pub(super) fn events_since(&self, uid: &str) -> impl Iterator<Item = &EventRecord> {
        let place = self.pods.get(uid).map_or(self.log.len(), |at| (at - self.first) as usize);
        self.log.iter().skip(place).filter_map(|entry| match entry {
            Entry::Event(event) => Some(event),
            Entry::Pod(_) => None,
        })
    }

    /// Whether the pod was there.
    pub(super) fn end(&mut self, uid: &str) -> bool {
        let Some(place) = self.pods.remove(uid) else { return false };
        if let Some(entry) = self.log.get_mut((place - self.first) as usize) {
            *entry = Entry::Pod(None);
        }
        // What nobody waits for any more is dropped.
        while !matches!(self.log.front(), None | Some(Entry::Pod(Some(_)))) {
            self.log.pop_front();
            self.first += 1;
        }
        true
    }

    pub(super) fn len(&self) -> usize {
        self.pods.len()
    }

    #[cfg(test)]
    fn remembered(&self) -> usize {
        self.log.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{ActionType, ClusterEvent, EventResource};

    fn event(action: ActionType) -> EventRecord {
        EventRecord::bare(ClusterEvent::new(EventResource::Node, action))
    }

    fn seen(in_flight: &InFlight, uid: &str) -> Vec<String> {
        in_flight.events_since(uid).map(|it| it.event.to_string()).collect()
    }

    #[test]
    fn each_pod_sees_what_came_after_it() {
        let mut in_flight = InFlight::default();
        in_flight.record(&event(ActionType::ADD));
        assert_eq!(in_flight.remembered(), 0);
        in_flight.begin("a");
        in_flight.record(&event(ActionType::ADD));
        in_flight.begin("b");
        in_flight.record(&event(ActionType::DELETE));
        assert_eq!(seen(&in_flight, "a"), ["NodeAdd", "NodeDelete"]);
        assert_eq!(seen(&in_flight, "b"), ["NodeDelete"]);
        assert!(seen(&in_flight, "c").is_empty());
        assert!(in_flight.end("a") && !in_flight.end("a"));
        assert_eq!((in_flight.remembered(), in_flight.len()), (2, 1));
        assert_eq!(seen(&in_flight, "b"), ["NodeDelete"]);
        assert!(in_flight.end("b"));
        assert_eq!(in_flight.remembered(), 0);
        in_flight.begin("d");
        assert!(in_flight.contains("d") && seen(&in_flight, "d").is_empty());
    }
}
