//! Events of the series form: the second of its like begins a series, which is written now and
//! then.
//!
//! *Upstream:* `client-go/tools/events/event_broadcaster.go`.

use std::time::Duration;

use bowline_api::events::v1::{Event, EventSeries};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::MicroTime;
use serde_json::{Value, json};

use super::event::Namer;
use super::lru::Lru;
use super::{EventSource, Note};

/// A series that goes on is written so often.
pub(super) const REFRESH: Duration = Duration::from_secs(30 * 60);
/// A series ends after so long without another.
pub(super) const FINISH: Duration = Duration::from_secs(6 * 60);
const CAPACITY: usize = 4096;

/// Decides what becomes of a note.
#[derive(Debug)]
pub(super) struct SeriesKeeper {
    source: EventSource,
    events: Lru<String, Event>,
    namer: Namer,
}

/// What to send.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SeriesWrite {
    pub(super) event: Event,
    /// The change of an event that is there already.
    pub(super) patch: Option<Value>,
}

impl SeriesKeeper {
    pub(super) fn new(source: EventSource) -> Self {
        Self { source, events: Lru::new(CAPACITY), namer: Namer::default() }
    }

    /// What to send for a note; nothing when it only adds to a series.
    pub(super) fn observe(&mut self, note: &Note) -> Option<SeriesWrite> {
        let key = key(note);
        let source = &self.source;
        let namer = &mut self.namer;
        let mut is_new = false;
        let event = self.events.entry(&key, || {
            is_new = true;
            fresh(note, source, namer)
        });
        if is_new {
            return Some(SeriesWrite { event: event.clone(), patch: None });
        }
        match &mut event.series {
            Some(series) => {
                series.count = series.count.saturating_add(1);
                series.last_observed_time = Some(note.time);
                None
            }
            none => {
                *none = Some(EventSeries { count: 2, last_observed_time: Some(note.time) });
                Some(SeriesWrite { event: event.clone(), patch: Some(patch(event)) })
            }
        }
    }

    /// Writes of all series that go on.
    pub(super) fn refresh(&mut self) -> Vec<SeriesWrite> {
        let mut writes = Vec::new();
        for key in self.events.keys() {
            if let Some(event) = self.events.get_mut(&key).filter(|e| e.series.is_some()) {
                writes.push(SeriesWrite { event: event.clone(), patch: Some(patch(event)) });
            }
        }
        writes
    }

    /// Forgets what did not happen again, and gives the last writes of series that are over.
    pub(super) fn finish(&mut self, now: MicroTime) -> Vec<SeriesWrite> {
        let mut writes = Vec::new();
        for key in self.events.keys() {
            let Some(event) = self.events.get_mut(&key) else { continue };
            let last = match &event.series {
                Some(series) => series.last_observed_time,
                None => event.event_time,
            };
            if now.since(last.unwrap_or_default()).to_std() < FINISH {
                continue;
            }
            if event.series.is_some() {
                writes.push(SeriesWrite { event: event.clone(), patch: Some(patch(event)) });
            }
            self.events.remove(&key);
        }
        writes
    }
}

fn fresh(note: &Note, source: &EventSource, namer: &mut Namer) -> Event {
    Event {
        metadata: ObjectMeta {
            annotations: note.annotations.iter().cloned().collect(),
            ..ObjectMeta::named(namer.name(&note.regarding.name, note.time))
                .in_namespace(note.namespace())
        },
        event_time: Some(note.time),
        reporting_controller: source.controller.clone(),
        reporting_instance: source.instance.clone(),
        action: note.action.clone(),
        reason: note.reason.clone(),
        regarding: note.regarding.clone(),
        related: note.related.clone().map(Box::new),
        note: cut(&note.message),
        type_: note.event_type.as_str().to_owned(),
        ..Event::default()
    }
}

/// The server refuses longer notes.
fn cut(message: &str) -> String {
    const LIMIT: usize = 1024;
    let mut end = message.len().min(LIMIT);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    message[..end].to_owned()
}

fn patch(event: &Event) -> Value {
    json!({"series": event.series})
}

/// What makes two notes alike; the message is not part of it.
fn key(note: &Note) -> String {
    let object = |object: &bowline_api::core::v1::ObjectReference| {
        [&object.kind, &object.namespace, &object.name, &object.uid, &object.api_version]
            .map(String::as_str)
            .join("\0")
    };
    [
        note.event_type.as_str(),
        &note.action,
        &note.reason,
        &object(&note.regarding),
        &note.related.as_ref().map(object).unwrap_or_default(),
    ]
    .join("\0")
}
