//! Taking notes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bowline_api::core::v1::ObjectReference;
use bowline_apimachinery::clock::Clock;
use tokio::sync::mpsc::{self, error::TrySendError};
use tracing::warn;

use super::{EventApi, EventSource, EventType, EventWriter, Note};
use crate::Client;

/// Takes notes without waiting; clones write to the same place.
#[derive(Clone, Debug)]
pub struct Recorder {
    notes: mpsc::Sender<Note>,
    clock: Arc<dyn Clock>,
    dropped: Arc<AtomicU64>,
}

/// Notes that may wait to be written; more are dropped.
const QUEUE: usize = 1000;

/// A recorder, and the writer that must run for anything to be written.
///
/// ```
/// # use bowline_client::{Client, events::{EventApi, EventSource, recorder}};
/// # use tokio_util::sync::CancellationToken;
/// # async fn example(client: Client, shutdown: CancellationToken) {
/// let source = EventSource { controller: "greeter".into(), instance: "host-1".into() };
/// let (events, writer) = recorder(&client, EventApi::Core, source);
/// let writing = tokio::spawn(writer.run(shutdown));
/// # drop(events);
/// # writing.await.unwrap();
/// # }
/// ```
#[must_use]
pub fn recorder(client: &Client, api: EventApi, source: EventSource) -> (Recorder, EventWriter) {
    let (sender, receiver) = mpsc::channel(QUEUE);
    let recorder =
        Recorder { notes: sender, clock: client.clock().clone(), dropped: Arc::default() };
    (recorder, EventWriter::new(client.clone(), api, source, receiver))
}

impl Recorder {
    /// Notes that something happened to an object.
    pub fn event(
        &self,
        regarding: ObjectReference,
        event_type: EventType,
        reason: &str,
        message: impl Into<String>,
    ) {
        self.record(Note {
            regarding,
            event_type,
            reason: reason.to_owned(),
            message: message.into(),
            ..Note::default()
        });
    }

    /// Notes what happened, in full.
    ///
    /// The note is dropped when too many wait; nobody is held up for an event.
    pub fn record(&self, mut note: Note) {
        note.time = self.clock.now();
        match self.notes.try_send(note) {
            Ok(()) => {}
            Err(TrySendError::Full(note)) => {
                let dropped = self.dropped.fetch_add(1, Ordering::Relaxed) + 1;
                warn!(reason = note.reason, dropped, "too many events wait; dropping one");
            }
            // The writer has ended: so has the program, almost.
            Err(TrySendError::Closed(_)) => {}
        }
    }

    /// A recorder whose notes can be read, for tests of code that takes notes.
    #[must_use]
    pub fn fake(clock: Arc<dyn Clock>) -> (Self, mpsc::Receiver<Note>) {
        let (notes, receiver) = mpsc::channel(QUEUE);
        (Self { notes, clock, dropped: Arc::default() }, receiver)
    }
}
