//! Events of the core form: repetitions are counted, and many of one reason are combined.
//!
//! *Upstream:* `client-go/tools/record/events_cache.go`.

use std::collections::BTreeSet;
use std::time::Duration;

use bowline_api::core::v1::{Event, EventSource as WireSource};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{MicroTime, Time};
use serde_json::{Value, json};

use super::event::Namer;
use super::lru::Lru;
use super::spam::SpamFilter;
use super::{EventSource, Note};

/// So many different messages of one reason are told apart.
const MAX_MESSAGES: usize = 10;
/// Messages of one reason are combined while they come no further apart than this.
const MAX_INTERVAL: Duration = Duration::from_secs(600);
const CAPACITY: usize = 4096;

/// Decides what becomes of a note.
#[derive(Debug)]
pub(super) struct Aggregator {
    source: EventSource,
    similar: Lru<String, Similar>,
    told: Lru<String, Told>,
    spam: SpamFilter,
    namer: Namer,
}

/// Messages of one reason about one object.
#[derive(Debug)]
struct Similar {
    messages: BTreeSet<String>,
    last: MicroTime,
}

/// What the cluster has of an event.
#[derive(Debug, Default)]
struct Told {
    count: i32,
    name: String,
    first: Option<Time>,
}

/// What to send.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CoreWrite {
    pub(super) event: Event,
    /// The change of an event that is there already.
    pub(super) patch: Option<Value>,
}

impl Aggregator {
    pub(super) fn new(source: EventSource) -> Self {
        Self {
            source,
            similar: Lru::new(CAPACITY),
            told: Lru::new(CAPACITY),
            spam: SpamFilter::new(),
            namer: Namer::default(),
        }
    }

    /// What to send for a note; nothing when there was too much about the object already.
    pub(super) fn observe(&mut self, note: &Note) -> Option<CoreWrite> {
        let (message, key) = self.combine(note);
        let now = Time::from(note.time);
        let told = self.told.entry(&key, Told::default);
        told.count += 1;
        if told.count == 1 {
            told.name = self.namer.name(&note.regarding.name, note.time);
            told.first = Some(now);
        }
        let (count, name, first) = (told.count, told.name.clone(), told.first);
        if !self.spam.admits(note) {
            return None;
        }
        let patch =
            (count > 1).then(|| json!({"count": count, "lastTimestamp": now, "message": message}));
        let event = Event {
            metadata: ObjectMeta {
                annotations: note.annotations.iter().cloned().collect(),
                ..ObjectMeta::named(name).in_namespace(note.namespace())
            },
            involved_object: note.regarding.clone(),
            reason: note.reason.clone(),
            message,
            source: WireSource {
                component: self.source.controller.clone(),
                host: self.source.instance.clone(),
            },
            first_timestamp: first,
            last_timestamp: Some(now),
            count,
            type_: note.event_type.as_str().to_owned(),
            action: note.action.clone(),
            related: note.related.clone().map(Box::new),
            reporting_component: self.source.controller.clone(),
            reporting_instance: self.source.instance.clone(),
            ..Event::default()
        };
        Some(CoreWrite { event, patch })
    }

    /// The message to tell, and the key under which it is counted: that of the reason alone once
    /// there are too many messages.
    fn combine(&mut self, note: &Note) -> (String, String) {
        let reason = reason_key(note);
        let fresh = || Similar { messages: BTreeSet::new(), last: note.time };
        let similar = self.similar.entry(&reason, fresh);
        if note.time.since(similar.last).to_std() > MAX_INTERVAL {
            similar.messages.clear();
        }
        similar.last = note.time;
        similar.messages.insert(note.message.clone());
        if similar.messages.len() < MAX_MESSAGES {
            let key = format!("{reason}\0{}", note.message);
            return (note.message.clone(), key);
        }
        // Room for the next one, so that the set does not grow.
        similar.messages.pop_first();
        (format!("(combined from similar events): {}", note.message), reason)
    }
}

/// What makes two notes similar: all but the message.
fn reason_key(note: &Note) -> String {
    let object = &note.regarding;
    [
        object.kind.as_str(),
        &object.namespace,
        &object.name,
        &object.uid,
        &object.api_version,
        &object.field_path,
        note.event_type.as_str(),
        &note.reason,
    ]
    .join("\0")
}
