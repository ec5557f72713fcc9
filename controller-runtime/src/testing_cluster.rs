//! An API server in memory for this crate's own tests.

use std::sync::Arc;

use bowline_api::core::v1::Namespace;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::random::SeededRandom;
use bowline_apiserver::authentication::User;
use bowline_apiserver::storage::MemoryStorage;
use bowline_apiserver::{Config, Server};
use bowline_client::{Client, TokioClock};

/// A client of a fresh server with the namespace `ns`; call it on a paused runtime.
pub(crate) async fn client() -> Client {
    let clock = Arc::new(TokioClock::starting_at("2026-01-01T00:00:00.000000Z".parse().unwrap()));
    let random = Arc::new(SeededRandom::new(1));
    let config =
        Config::new(Arc::new(MemoryStorage::default())).clock(clock.clone()).random(random.clone());
    let server = Server::builder(config).build();
    let admin = User::named("admin").group("system:masters");
    let client = Client::in_process(server.as_user(admin)).with_clock(clock).with_random(random);
    for name in ["ns", "default"] {
        let namespace = Namespace { metadata: ObjectMeta::named(name), ..Namespace::default() };
        match client.cluster().create(&namespace).await {
            Err(error) if !error.is_already_exists() => panic!("{error}"),
            _ => {}
        }
    }
    client
}
