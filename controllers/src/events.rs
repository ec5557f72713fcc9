//! Telling users what happened to an object: `Event`s, the same one counted instead of repeated.
//!
//! Upstream: `client-go/tools/record`.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bowline_api::core::v1::{Event, EventSource, ObjectReference};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::resource::Resource;
use bowline_apimachinery::time::Time;
use bowline_client::Client;
use bowline_client::api::Patch;
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;
use tracing::debug;

/// How many different events are remembered, so that repetitions are counted.
const REMEMBERED: usize = 4096;
/// How many different events about an object in ten minutes are told one by one.
const SIMILAR_LIMIT: u32 = 10;
/// After how many seconds similar events are told one by one again.
const SIMILAR_WINDOW: i64 = 600;

/// Whether an event tells of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventType {
    /// As it should be.
    Normal,
    /// Something is wrong.
    Warning,
}

impl EventType {
    /// The text on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Warning => "Warning",
        }
    }
}

/// Records events under the name of one component; clones are the same recorder.
#[derive(Clone)]
pub struct Recorder {
    component: Arc<str>,
    events: UnboundedSender<Told>,
    client: Client,
    sequence: Arc<AtomicU64>,
}

/// An event as it was told.
struct Told {
    component: Arc<str>,
    involved: ObjectReference,
    type_: EventType,
    reason: String,
    message: String,
    at: Time,
    /// Nanoseconds that make the event's name unique.
    nanos: u64,
}

/// Where recorders come from, and where their events go.
#[derive(Debug)]
pub struct Events {
    client: Client,
    sender: UnboundedSender<Told>,
    writer: Option<EventWriter>,
    /// Distinguishes events of the same moment.
    sequence: Arc<AtomicU64>,
}

/// Writes events to the API server.
pub struct EventWriter {
    client: Client,
    receiver: UnboundedReceiver<Told>,
    correlator: Correlator,
}

impl Events {
    /// Recorders whose events `client` writes, once the [writer](Self::take_writer) runs.
    #[must_use]
    pub fn new(client: Client) -> Self {
        let (sender, receiver) = unbounded_channel();
        let writer =
            EventWriter { client: client.clone(), receiver, correlator: Correlator::default() };
        Self { client, sender, writer: Some(writer), sequence: Arc::default() }
    }

    /// A recorder for a component.
    #[must_use]
    pub fn recorder(&self, component: &str) -> Recorder {
        Recorder {
            component: component.into(),
            events: self.sender.clone(),
            client: self.client.clone(),
            sequence: self.sequence.clone(),
        }
    }

    /// What writes the events; it can be taken once, and has to be run.
    #[must_use]
    pub fn take_writer(&mut self) -> Option<EventWriter> {
        self.writer.take()
    }
}

impl Recorder {
    /// Tells of something that happened to an object, at once and without waiting for the write.
    pub fn event<K: Resource>(
        &self,
        object: &K,
        type_: EventType,
        reason: &str,
        message: impl Into<String>,
    ) {
        let metadata = object.metadata();
        let involved = ObjectReference {
            kind: K::KIND.to_owned(),
            namespace: metadata.namespace.clone(),
            name: metadata.name.clone(),
            uid: metadata.uid.clone(),
            api_version: K::api_version(),
            resource_version: metadata.resource_version.clone(),
            field_path: String::new(),
        };
        self.event_about(involved, type_, reason, message);
    }

    /// The same for an object known by reference.
    pub fn event_about(
        &self,
        involved: ObjectReference,
        type_: EventType,
        reason: &str,
        message: impl Into<String>,
    ) {
        let now = self.client.clock().now();
        let micros = u64::try_from(now.unix_micros()).unwrap_or(0);
        let nanos = micros * 1000 + self.sequence.fetch_add(1, Ordering::Relaxed) % 1000;
        // Without a writer nobody listens.
        let _ = self.events.send(Told {
            component: self.component.clone(),
            involved,
            type_,
            reason: reason.to_owned(),
            message: message.into(),
            at: now.into(),
            nanos,
        });
    }
}

impl EventWriter {
    /// Writes events until told to stop; those told by then are written still.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            let told = tokio::select! {
                biased;
                () = shutdown.cancelled() => break,
                told = self.receiver.recv() => told,
            };
            let Some(told) = told else { return };
            self.write(told).await;
        }
        while let Ok(told) = self.receiver.try_recv() {
            self.write(told).await;
        }
    }

    /// Events are worth one attempt: a lost one harms nobody.
    async fn write(&mut self, told: Told) {
        let written = match self.correlator.correlate(told) {
            Correlated::New(key, event) => {
                let events = self.client.namespaced::<Event>(&event.metadata.namespace);
                let created = events.create(&event).await;
                if created.is_ok() {
                    self.correlator.created(key, &event);
                }
                created
            }
            Correlated::Again { namespace, name, count, last, message } => {
                let timestamp = last.to_string();
                let patch = json!({
                    "count": count, "lastTimestamp": timestamp, "message": message
                });
                let events = self.client.namespaced::<Event>(&namespace);
                events.patch(&name, &Patch::Merge(patch)).await
            }
        };
        if let Err(error) = written {
            debug!(%error, "event not written");
        }
    }
}

/// What makes events the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct EventKey {
    component: Arc<str>,
    kind: String,
    namespace: String,
    name: String,
    uid: String,
    type_: EventType,
    reason: String,
    /// Empty for the events that are too many to be told one by one.
    message: String,
}

#[derive(Debug, Default)]
struct Correlator {
    known: HashMap<EventKey, Known>,
    similar: HashMap<EventKey, Similar>,
}

/// An event that was written.
#[derive(Debug)]
struct Known {
    name: String,
    namespace: String,
    count: i32,
    last: Time,
}

/// Events that differ in their message only.
#[derive(Debug)]
struct Similar {
    first: Time,
    count: u32,
}

#[derive(Debug)]
enum Correlated {
    New(EventKey, Box<Event>),
    Again { namespace: String, name: String, count: i32, last: Time, message: String },
}

impl Correlator {
    fn correlate(&mut self, told: Told) -> Correlated {
        self.make_room();
        let involved = &told.involved;
        let mut key = EventKey {
            component: told.component.clone(),
            kind: involved.kind.clone(),
            namespace: involved.namespace.clone(),
            name: involved.name.clone(),
            uid: involved.uid.clone(),
            type_: told.type_,
            reason: told.reason.clone(),
            message: told.message.clone(),
        };
        let mut message = told.message.clone();
        if !self.known.contains_key(&key) && self.is_one_of_many(&key, told.at) {
            key.message.clear();
            message = format!("(combined from similar events): {message}");
        }
        if let Some(known) = self.known.get_mut(&key) {
            known.count = known.count.saturating_add(1);
            known.last = told.at;
            return Correlated::Again {
                namespace: known.namespace.clone(),
                name: known.name.clone(),
                count: known.count,
                last: told.at,
                message,
            };
        }
        Correlated::New(key, Box::new(event(told, message)))
    }

    fn created(&mut self, key: EventKey, event: &Event) {
        let last = event.last_timestamp.unwrap_or(Time::ZERO);
        let ObjectMeta { name, namespace, .. } = event.metadata.clone();
        self.known.insert(key, Known { name, namespace, count: 1, last });
    }

    /// Counts different events of a sort; whether there are too many of them.
    fn is_one_of_many(&mut self, key: &EventKey, now: Time) -> bool {
        let sort = EventKey { message: String::new(), ..key.clone() };
        let similar = self.similar.entry(sort).or_insert(Similar { first: now, count: 0 });
        if now.since(similar.first).as_secs() > SIMILAR_WINDOW {
            *similar = Similar { first: now, count: 0 };
        }
        similar.count = similar.count.saturating_add(1);
        similar.count > SIMILAR_LIMIT
    }

    fn make_room(&mut self) {
        if self.known.len() >= REMEMBERED {
            let mut times: Vec<_> = self.known.values().map(|known| known.last).collect();
            times.sort_unstable();
            let middle = times[times.len() / 2];
            self.known.retain(|_, known| known.last > middle);
        }
        if self.similar.len() >= REMEMBERED {
            self.similar.clear();
        }
    }
}

fn event(told: Told, message: String) -> Event {
    let Told { component, involved, type_, reason, at, nanos, .. } = told;
    let namespace = match involved.namespace.as_str() {
        "" => "default",
        namespace => namespace,
    };
    Event {
        metadata: ObjectMeta::named(format!("{}.{nanos:x}", involved.name)).in_namespace(namespace),
        involved_object: involved,
        reason,
        message,
        source: EventSource { component: component.to_string(), ..EventSource::default() },
        first_timestamp: Some(at),
        last_timestamp: Some(at),
        count: 1,
        type_: type_.as_str().to_owned(),
        reporting_component: component.to_string(),
        ..Event::default()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("component", &self.component).finish_non_exhaustive()
    }
}

impl fmt::Debug for EventWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventWriter").field("known", &self.correlator.known.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, message: &str, second: i64) -> Told {
        Told {
            component: "c".into(),
            involved: ObjectReference { name: name.into(), ..ObjectReference::default() },
            type_: EventType::Normal,
            reason: "R".into(),
            message: message.into(),
            at: Time::from_unix_seconds(second),
            nanos: 255,
        }
    }

    fn tell(correlator: &mut Correlator, told: Told) -> i32 {
        match correlator.correlate(told) {
            Correlated::New(key, event) => {
                correlator.created(key, &event);
                1
            }
            Correlated::Again { count, .. } => count,
        }
    }

    #[test]
    fn the_same_event_is_counted_and_many_similar_ones_are_combined() {
        let mut correlator = Correlator::default();
        let counts: Vec<_> = (0..3).map(|n| tell(&mut correlator, told("p", "m", n))).collect();
        assert_eq!(counts, [1, 2, 3]);
        assert_eq!(tell(&mut correlator, told("q", "m", 1)), 1);
        let counts: Vec<_> =
            (0..12).map(|n| tell(&mut correlator, told("r", &n.to_string(), 1))).collect();
        assert_eq!(counts, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
        assert_eq!(tell(&mut correlator, told("r", "later", 1000)), 1);
    }

    #[test]
    fn an_event_about_no_namespace_lives_in_the_default_one() {
        let Correlated::New(_, event) = Correlator::default().correlate(told("n1", "m", 5)) else {
            panic!("first of its kind");
        };
        assert_eq!(
            (event.metadata.name.as_str(), event.metadata.namespace.as_str()),
            ("n1.ff", "default")
        );
        assert_eq!((event.count, event.first_timestamp), (1, Some(Time::from_unix_seconds(5))));
    }
}
