//! What the server counts, as Prometheus reads it (text format 0.0.4).
//!
//! Names and labels are upstream's stable ones, which dashboards and load tools look for.
//!
//! *Upstream:* `apiserver/pkg/endpoints/metrics`.

mod histogram;
mod text;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use parking_lot::Mutex;

use self::histogram::Histogram;
use self::text::Text;
use crate::body::{self, Body};
use crate::registry::Registry;
use crate::request_info::RequestInfo;

/// Upper ends of the buckets of request durations, in seconds.
const DURATIONS: [f64; 22] = [
    0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0,
    10.0, 15.0, 20.0, 30.0, 45.0,
];

/// Who is counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    verb: String,
    group: String,
    version: String,
    resource: String,
    subresource: String,
    scope: &'static str,
}

/// The counters of a server.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(Kind, u16), u64>>,
    durations: Mutex<BTreeMap<Kind, Histogram>>,
    watches: Mutex<BTreeMap<(String, String, String), i64>>,
    reading: AtomicI64,
    mutating: AtomicI64,
}

impl Metrics {
    /// Counts a request that begins; what is returned counts its end.
    pub(crate) fn begin(&self, info: &RequestInfo) {
        self.in_flight(info).fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a request that has its answer.
    pub(crate) fn end(&self, info: &RequestInfo, code: u16, took: Duration) {
        self.in_flight(info).fetch_sub(1, Ordering::Relaxed);
        let kind = Kind::of(info);
        if info.verb != "watch" {
            let mut durations = self.durations.lock();
            durations
                .entry(kind.clone())
                .or_insert_with(|| Histogram::new(&DURATIONS))
                .observe(took.as_secs_f64());
        }
        *self.requests.lock().entry((kind, code)).or_default() += 1;
    }

    /// Counts a watch that begins or ends.
    pub(crate) fn watches(&self, group: &str, version: &str, kind: &str, change: i64) {
        let key = (group.to_owned(), version.to_owned(), kind.to_owned());
        *self.watches.lock().entry(key).or_default() += change;
    }

    fn in_flight(&self, info: &RequestInfo) -> &AtomicI64 {
        if info.is_read_only() { &self.reading } else { &self.mutating }
    }

    /// Answers `/metrics`.
    pub(crate) async fn answer(&self, registry: &Registry) -> Response<Body> {
        let mut text = Text::default();
        self.write_requests(&mut text);
        self.write_watches(&mut text);
        write_objects(registry, &mut text).await;
        let mut response = Response::new(body::full(text.into_string()));
        let content_type = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        response
    }

    fn write_requests(&self, text: &mut Text) {
        text.family("apiserver_request_total", "counter", "Requests by verb, resource and code.");
        for ((kind, code), count) in self.requests.lock().iter() {
            let code = code.to_string();
            let labels = kind.labels(&[("code", &code)]);
            text.sample("apiserver_request_total", &labels, *count as f64);
        }
        let name = "apiserver_request_duration_seconds";
        text.family(name, "histogram", "How long requests took, watches left out.");
        for (kind, histogram) in self.durations.lock().iter() {
            histogram.write(name, &kind.labels(&[]), text);
        }
        let name = "apiserver_current_inflight_requests";
        text.family(name, "gauge", "Requests that are being answered.");
        for (kind, count) in [("mutating", &self.mutating), ("readOnly", &self.reading)] {
            let labels = [("request_kind", kind.to_owned())];
            text.sample(name, &labels, count.load(Ordering::Relaxed) as f64);
        }
    }

    fn write_watches(&self, text: &mut Text) {
        let name = "apiserver_longrunning_requests";
        text.family(name, "gauge", "Watches that are open.");
        for ((group, version, resource), count) in self.watches.lock().iter() {
            let labels = [
                ("group", group.clone()),
                ("resource", resource.clone()),
                ("verb", "WATCH".to_owned()),
                ("version", version.clone()),
            ];
            text.sample(name, &labels, *count as f64);
        }
    }
}

/// Counts the objects of every resource whose cache runs; others would have to be read first.
async fn write_objects(registry: &Registry, text: &mut Text) {
    let name = "apiserver_storage_objects";
    text.family(name, "gauge", "Stored objects by resource.");
    let mut seen = Vec::new();
    for resource in registry.catalog().served().resources() {
        let Some(store) = &resource.store else { continue };
        if seen.contains(&store.prefix().to_owned()) {
            continue;
        }
        seen.push(store.prefix().to_owned());
        if let Some(count) = store.cached_count().await {
            let labels = [("resource", resource.qualified())];
            text.sample(name, &labels, count as f64);
        }
    }
}

impl Kind {
    fn of(info: &RequestInfo) -> Self {
        let scope = match (info.resource_request, info.name.as_str(), info.namespace.as_str()) {
            (false, _, _) => "",
            (true, "", "") => "cluster",
            (true, "", _) => "namespace",
            (true, _, _) => "resource",
        };
        Self {
            verb: info.verb.to_ascii_uppercase(),
            group: info.group.clone(),
            version: info.version.clone(),
            resource: info.resource.clone(),
            subresource: info.subresource.clone(),
            scope,
        }
    }

    fn labels(&self, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        let mut labels = vec![
            ("component", "apiserver".to_owned()),
            ("group", self.group.clone()),
            ("resource", self.resource.clone()),
            ("scope", self.scope.to_owned()),
            ("subresource", self.subresource.clone()),
            ("verb", self.verb.clone()),
            ("version", self.version.clone()),
        ];
        labels.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        labels.sort();
        labels
    }
}
