//! Carries out what the state machine decides.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::resource::{NamespacedName, Object};
use futures::StreamExt;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use super::state::{Fault, Machine, Next, Verdict};
use crate::api::{ListParams, WatchParams};
use crate::cache::{Obstacle, SyncState, Writer};
use crate::watch::{Undecodable, WatchStream};
use crate::{Api, Error, WatchEvent};

/// Changes an object before it is kept.
pub(crate) type Projection<K> = Box<dyn Fn(&mut K) + Send + Sync>;

/// Keeps one store equal to what the server holds of one selection.
pub(crate) struct Reflector<K: Object> {
    pub(crate) api: Api<K>,
    pub(crate) label_selector: String,
    pub(crate) field_selector: String,
    pub(crate) machine: Machine,
    pub(crate) projection: Projection<K>,
    pub(crate) writer: Writer<K>,
    pub(crate) aside: Aside<K>,
}

/// A state that is not whole yet.
pub(crate) struct Aside<K> {
    objects: Vec<K>,
    /// Objects that are there but cannot be read: what is known of them stays.
    unreadable: BTreeSet<NamespacedName>,
}

impl<K> Default for Aside<K> {
    fn default() -> Self {
        Self { objects: Vec::new(), unreadable: BTreeSet::new() }
    }
}

/// How much later than the server's own limit a silent watch is given up: the connection may be
/// dead without either end knowing.
const WATCHDOG: Duration = Duration::from_secs(30);
/// How long the initial events may take before someone should know.
const SLOW_START: Duration = Duration::from_secs(10);

impl<K: Object> Reflector<K> {
    /// Runs until told to stop.
    pub(crate) async fn run(mut self, shutdown: CancellationToken) {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => {}
            never = self.keep_up() => match never {},
        }
    }

    async fn keep_up(&mut self) -> Infallible {
        loop {
            let delay = self.machine.take_delay();
            if !delay.is_zero() {
                sleep(delay).await;
            }
            let random = self.api.client().random().clone();
            match self.machine.next(&*random) {
                Next::List { resource_version, how, limit, continue_token } => {
                    let params = ListParams {
                        label_selector: self.label_selector.clone(),
                        field_selector: self.field_selector.clone(),
                        resource_version,
                        resource_version_match: how,
                        limit,
                        continue_token,
                        ..ListParams::default()
                    };
                    self.list(&params).await;
                }
                Next::Watch { resource_version, initial_events, timeout } => {
                    let params = WatchParams {
                        label_selector: self.label_selector.clone(),
                        field_selector: self.field_selector.clone(),
                        timeout: Some(timeout),
                        send_initial_events: initial_events,
                        ..WatchParams::default()
                    };
                    self.watch(&params, &resource_version).await;
                }
            }
        }
    }

    async fn list(&mut self, params: &ListParams) {
        self.report_listing();
        let page = match self.api.list_each(params).await {
            Ok(page) => page,
            Err(error) => return self.failed(error),
        };
        for fault in page.faults {
            let resource = &*self.api.resource().plural;
            warn!(resource, object = %fault.key, error = %fault.error, "cannot read an object");
            self.aside.unreadable.insert(fault.key);
        }
        for object in page.list.items {
            self.collect(object);
        }
        let metadata = &page.list.metadata;
        match self.machine.page(&metadata.resource_version, &metadata.continue_) {
            Verdict::Replace => self.replace(),
            Verdict::Stop => self.aside = Aside::default(),
            _ => {}
        }
    }

    async fn watch(&mut self, params: &WatchParams, resource_version: &str) {
        if params.send_initial_events {
            self.report_listing();
        }
        let mut stream = match self.api.watch(params, resource_version).await {
            Ok(stream) => stream,
            Err(error) => return self.failed(error),
        };
        self.machine.opened(Instant::now());
        if self.machine.is_following() {
            self.writer.report(SyncState::Live);
        }
        let limit = params.timeout.unwrap_or_default() + WATCHDOG;
        tokio::select! {
            biased;
            () = self.follow(&mut stream) => {}
            () = sleep(limit) => {
                debug!(resource = &*self.api.resource().plural, "watch is silent beyond its end");
                self.ended();
            }
        }
    }

    /// Reads events until the watch is over.
    async fn follow(&mut self, stream: &mut WatchStream<K>) {
        let slow = sleep(SLOW_START);
        tokio::pin!(slow);
        let mut warned = false;
        loop {
            let item = tokio::select! {
                biased;
                item = stream.next() => item,
                () = &mut slow, if !warned => {
                    warned = true;
                    if !self.machine.is_following() {
                        let resource = &*self.api.resource().plural;
                        let received = self.aside.objects.len();
                        warn!(resource, received, "initial events are slow to end");
                    }
                    continue;
                }
            };
            let event = match item {
                None => return self.ended(),
                Some(Err(error)) => return self.failed(error),
                Some(Ok(event)) => event,
            };
            let now = Instant::now();
            match event {
                WatchEvent::Added(object) | WatchEvent::Modified(object) => {
                    match self.machine.changed(&object.metadata().resource_version, now) {
                        Verdict::Apply => self.apply(object),
                        Verdict::Collect => self.collect(object),
                        _ => {}
                    }
                }
                WatchEvent::Deleted(object) => {
                    match self.machine.changed(&object.metadata().resource_version, now) {
                        Verdict::Apply => self.delete(object),
                        Verdict::Collect => self.uncollect(&object.key()),
                        _ => {}
                    }
                }
                WatchEvent::Undecodable(object) => self.unreadable(&object, now),
                WatchEvent::Bookmark(bookmark) => match self.machine.bookmark(&bookmark, now) {
                    Verdict::Replace => self.replace(),
                    Verdict::Stop => {
                        self.aside = Aside::default();
                        return;
                    }
                    _ => self.writer.advance(self.machine.version()),
                },
                WatchEvent::Error(status) => return self.failed(status.into()),
            }
        }
    }

    fn collect(&mut self, mut object: K) {
        (self.projection)(&mut object);
        self.aside.objects.push(object);
        if self.aside.objects.len().is_multiple_of(1000) {
            self.report_listing();
        }
    }

    /// An object went while the initial events were still coming.
    fn uncollect(&mut self, key: &NamespacedName) {
        self.aside.objects.retain(|object| object.key() != *key);
        self.aside.unreadable.remove(key);
    }

    fn replace(&mut self) {
        let Aside { objects, unreadable } = mem::take(&mut self.aside);
        self.writer.replace(objects, self.machine.version(), &unreadable);
        self.writer.report(SyncState::Live);
    }

    fn apply(&mut self, mut object: K) {
        (self.projection)(&mut object);
        self.writer.apply(object);
    }

    fn delete(&mut self, mut object: K) {
        (self.projection)(&mut object);
        self.writer.delete(object);
    }

    fn unreadable(&mut self, object: &Undecodable, now: Instant) {
        let resource = &*self.api.resource().plural;
        warn!(resource, object = %object.key, error = %object.error, "cannot read an object");
        match self.machine.changed(&object.resource_version, now) {
            Verdict::Apply if object.deleted => self.writer.forget(&object.key),
            Verdict::Collect if !object.deleted => {
                self.aside.unreadable.insert(object.key.clone());
            }
            _ => {}
        }
        self.writer.advance(self.machine.version());
    }

    fn ended(&mut self) {
        self.aside = Aside::default();
        let random = self.api.client().random().clone();
        self.machine.ended(Instant::now(), &*random);
    }

    fn failed(&mut self, error: Error) {
        let random = self.api.client().random().clone();
        if !self.machine.failed(Fault::of(&error), Instant::now(), &*random) {
            self.aside = Aside::default();
        }
        let obstacle = Obstacle::of(&error);
        let resource = &*self.api.resource().plural;
        if obstacle == Obstacle::OutOfStep {
            debug!(resource, %error, "reading the state anew");
        } else {
            warn!(resource, %error, ?obstacle, "cache cannot keep up");
        }
        self.writer.report(SyncState::Waiting { obstacle, error: Arc::new(error) });
    }

    fn report_listing(&mut self) {
        self.writer.report(SyncState::Listing { received: self.aside.objects.len() });
    }
}
