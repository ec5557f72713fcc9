//! A client of the server under test.

use std::sync::Arc;

use bowline_apimachinery::clock::ManualClock;
use bowline_apimachinery::codec::json;
use bowline_apimachinery::random::SeededRandom;
use bowline_apiserver::admission::Admission;
use bowline_apiserver::authentication::User;
use bowline_apiserver::server::ServerBuilder;
use bowline_apiserver::storage::{MemoryStorage, Storage};
use bowline_apiserver::{Body, Config, Server, body};
use http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

/// A fresh server and a user who may do everything.
pub(crate) struct Api {
    /// The revision of the store when the server had started.
    base: u64,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) server: Server,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        json::value_from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// The answer's JSON, when the code is the one expected.
    #[track_caller]
    pub(crate) fn expect(&self, code: u16) -> Value {
        assert_eq!(self.code, code, "{}", self.text);
        self.json()
    }

    pub(crate) fn message(&self) -> String {
        self.json()["message"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn warnings(&self) -> Vec<String> {
        let all = self.headers.get_all("warning").iter();
        all.map(|v| v.to_str().unwrap().to_owned()).collect()
    }
}

impl Api {
    pub(crate) async fn new() -> Self {
        Self::over(Arc::new(MemoryStorage::default())).await
    }

    /// The resource version after so many writes by the test, as text; 1 is before the first.
    pub(crate) fn version(&self, count: u64) -> String {
        (self.base + count - 1).to_string()
    }

    /// A server with plugins that change and judge what is written.
    pub(crate) async fn admitting(plugins: Vec<Arc<dyn Admission>>) -> Self {
        let add = |builder| plugins.into_iter().fold(builder, |b: ServerBuilder, p| b.admission(p));
        Self::with(Arc::new(MemoryStorage::default()), add).await
    }

    /// A server over a store that others use too.
    pub(crate) async fn over(storage: Arc<dyn Storage>) -> Self {
        Self::serving(storage, &[]).await
    }

    /// The same, with group versions that are not served by default.
    pub(crate) async fn serving(storage: Arc<dyn Storage>, more: &[&str]) -> Self {
        let serve = |config: Config| more.iter().fold(config, |config, what| config.serve(*what));
        Self::made(storage, serve, |builder| builder).await
    }

    /// The same, with more than the usual parts.
    pub(crate) async fn with(
        storage: Arc<dyn Storage>,
        customize: impl FnOnce(ServerBuilder) -> ServerBuilder,
    ) -> Self {
        Self::made(storage, |config| config, customize).await
    }

    async fn made(
        storage: Arc<dyn Storage>,
        configure: impl FnOnce(Config) -> Config,
        customize: impl FnOnce(ServerBuilder) -> ServerBuilder,
    ) -> Self {
        let clock = Arc::new(ManualClock::new("2026-01-02T03:04:05.000000Z".parse().unwrap()));
        let config = Config::new(storage.clone())
            .clock(clock.clone())
            .random(Arc::new(SeededRandom::new(1)));
        let server = customize(Server::builder(configure(config))).start().await.unwrap();
        let base = storage.current_revision().await.unwrap();
        Self { base, clock, server }
    }

    /// Sends a request with headers, as a user who may do everything.
    pub(crate) async fn send(
        &self,
        method: Method,
        uri: &str,
        headers: &[(&str, &str)],
        content: impl Into<Vec<u8>>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let content = content.into();
        let content: Body = if content.is_empty() { body::empty() } else { body::full(content) };
        let request = request.body(content).unwrap();
        let user = User::named("admin").group("system:masters").group("system:authenticated");
        let response = self.server.as_user(user).oneshot(request).await.unwrap();
        let (parts, content) = response.into_parts();
        let content = content.collect().await.unwrap().to_bytes();
        Answer {
            code: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&content).into_owned(),
        }
    }

    pub(crate) async fn get(&self, uri: &str) -> Answer {
        self.send(Method::GET, uri, &[], "").await
    }

    pub(crate) async fn post(&self, uri: &str, object: &Value) -> Answer {
        self.send(Method::POST, uri, &[], object.to_string()).await
    }

    pub(crate) async fn put(&self, uri: &str, object: &Value) -> Answer {
        self.send(Method::PUT, uri, &[], object.to_string()).await
    }

    /// Sends a merge patch.
    pub(crate) async fn merge(&self, uri: &str, patch: &Value) -> Answer {
        self.patch(uri, "application/merge-patch+json", patch).await
    }

    pub(crate) async fn patch(&self, uri: &str, language: &str, patch: &Value) -> Answer {
        self.send(Method::PATCH, uri, &[("content-type", language)], patch.to_string()).await
    }

    /// Opens a watch.
    pub(crate) async fn watch(&self, uri: &str) -> Events {
        self.watch_as(uri, "application/json").await
    }

    pub(crate) async fn watch_as(&self, uri: &str, accept: &str) -> Events {
        let request = Request::get(uri).header("accept", accept).body(body::empty()).unwrap();
        let user = User::named("admin").group("system:masters");
        let response = self.server.as_user(user).oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        Events { body: response.into_body(), pending: Vec::new() }
    }

    pub(crate) async fn delete(&self, uri: &str, options: &Value) -> Answer {
        let content = if options.is_null() { String::new() } else { options.to_string() };
        self.send(Method::DELETE, uri, &[], content).await
    }
}

/// The events of a watch.
pub(crate) struct Events {
    body: Body,
    pending: Vec<u8>,
}

impl Events {
    /// The next event; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(end) = self.pending.iter().position(|b| *b == b'\n') {
                let line: Vec<u8> = self.pending.drain(..=end).collect();
                return Some(serde_json::from_slice(&line).unwrap());
            }
            let frame = self.body.frame().await?.unwrap();
            self.pending.extend_from_slice(&frame.into_data().unwrap());
        }
    }

    /// The next event as type, name and resource version.
    pub(crate) async fn brief(&mut self) -> (String, String, String) {
        let event = self.next().await.expect("the watch goes on");
        let text = |pointer: &str| {
            event.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        (text("/type"), text("/object/metadata/name"), text("/object/metadata/resourceVersion"))
    }
}
