//! Writing events to the cluster.

use std::fmt;
use std::time::Duration;

use bowline_apimachinery::resource::{Namespaced, Resource};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use super::aggregate::Aggregator;
use super::series::{FINISH, REFRESH, SeriesKeeper};
use super::{EventApi, EventSource, Note};
use crate::api::Patch;
use crate::{Client, Error};

/// Writes what a [`Recorder`](super::Recorder) has noted.
pub struct EventWriter {
    client: Client,
    keeper: Keeper,
    notes: mpsc::Receiver<Note>,
}

enum Keeper {
    Core(Box<Aggregator>),
    Series(Box<SeriesKeeper>),
}

/// Attempts to write one event, and the time between two.
const TRIES: u32 = 12;
const BETWEEN_TRIES: Duration = Duration::from_secs(10);

impl EventWriter {
    pub(super) fn new(
        client: Client,
        api: EventApi,
        source: EventSource,
        notes: mpsc::Receiver<Note>,
    ) -> Self {
        let keeper = match api {
            EventApi::Core => Keeper::Core(Box::new(Aggregator::new(source))),
            EventApi::Series => Keeper::Series(Box::new(SeriesKeeper::new(source))),
        };
        Self { client, keeper, notes }
    }

    /// Writes until told to stop, or until all recorders are gone. What is noted by then is
    /// written, if that works at the first attempt.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let start = Instant::now();
        let mut refresh = interval_at(start + REFRESH, REFRESH);
        let mut finish = interval_at(start + FINISH, FINISH);
        loop {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => break,
                note = self.notes.recv() => match note {
                    None => break,
                    Some(note) => self.take(&note, &shutdown).await,
                },
                _ = refresh.tick() => self.refresh(&shutdown).await,
                _ = finish.tick() => self.finish(&shutdown).await,
            }
        }
        while let Ok(note) = self.notes.try_recv() {
            self.take(&note, &shutdown).await;
        }
    }

    async fn take(&mut self, note: &Note, shutdown: &CancellationToken) {
        match &mut self.keeper {
            Keeper::Core(aggregator) => {
                if let Some(write) = aggregator.observe(note) {
                    self.write(&write.event, write.patch, shutdown).await;
                }
            }
            Keeper::Series(keeper) => {
                if let Some(write) = keeper.observe(note) {
                    self.write(&write.event, write.patch, shutdown).await;
                }
            }
        }
    }

    async fn refresh(&mut self, shutdown: &CancellationToken) {
        let Keeper::Series(keeper) = &mut self.keeper else { return };
        for write in keeper.refresh() {
            self.write(&write.event, write.patch, shutdown).await;
        }
    }

    async fn finish(&mut self, shutdown: &CancellationToken) {
        let now = self.client.clock().now();
        let Keeper::Series(keeper) = &mut self.keeper else { return };
        for write in keeper.finish(now) {
            self.write(&write.event, write.patch, shutdown).await;
        }
    }

    /// Writes one event, several times if the server cannot be reached.
    async fn write<E: Resource<Scope = Namespaced>>(
        &self,
        event: &E,
        patch: Option<Value>,
        shutdown: &CancellationToken,
    ) {
        for tried in 1..=TRIES {
            let error = match self.write_once(event, patch.as_ref()).await {
                Ok(()) => return,
                Err(error) => error,
            };
            if matches!(error, Error::Status(_)) {
                // The server has judged; for one whose namespace is going, that is usual.
                debug!(event = %event.key(), %error, "event not taken");
                return;
            }
            if tried == TRIES || shutdown.is_cancelled() {
                warn!(event = %event.key(), %error, "cannot write event");
                return;
            }
            // The first wait is random, so that programs that lost a server together do not come
            // back together.
            let wait = if tried == 1 {
                BETWEEN_TRIES.mul_f64(self.client.random().fraction())
            } else {
                BETWEEN_TRIES
            };
            tokio::select! {
                () = sleep(wait) => {}
                () = shutdown.cancelled() => {}
            }
        }
    }

    async fn write_once<E: Resource<Scope = Namespaced>>(
        &self,
        event: &E,
        patch: Option<&Value>,
    ) -> Result<(), Error> {
        let events = self.client.namespaced::<E>(event.namespace());
        if let Some(patch) = patch {
            match events.patch(event.name(), &Patch::Merge(patch.clone())).await {
                // It has expired meanwhile.
                Err(error) if error.is_not_found() => {}
                outcome => return outcome.map(drop),
            }
        }
        events.create(event).await.map(drop)
    }
}

impl fmt::Debug for EventWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventWriter").finish_non_exhaustive()
    }
}
