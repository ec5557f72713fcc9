//! Over TLS to an API server in the same process.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use bowline_api::core::v1::{ConfigMap, Namespace};
use bowline_apimachinery::clock::{Clock, SystemClock};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::Time;
use bowline_apiserver::authentication::{TokenFile, User};
use bowline_apiserver::certificates::{Authority, server_config};
use bowline_apiserver::cluster::{ClusterConfig, ClusterServer};
use bowline_apiserver::serve::serve;
use bowline_apiserver::storage::MemoryStorage;
use futures::StreamExt;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::api::{ListParams, WatchParams};
use crate::config::{Authentication, ExecConfig, Identity, Pem, Secret};
use crate::{Client, Config, WatchEvent};

/// A server on a socket.
struct Served {
    address: SocketAddr,
    authority: Authority,
    _tasks: JoinSet<()>,
    _stop: DropGuard,
}

impl Served {
    /// A server whose certificate has these names, and whose masters have the token `good`.
    async fn start(names: &[&str]) -> Self {
        let now = Time::from(SystemClock.now());
        let authority = Authority::generate("test", now).unwrap();
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let issued = authority.issue_server("server", &names, now).unwrap();
        let tls = server_config(
            &issued.certificate_pem,
            &issued.key_pem,
            Some(authority.certificate_pem()),
        )
        .unwrap();
        let mut cluster = ClusterConfig::default();
        cluster.tokens =
            TokenFile::default().with("good", User::named("tester").group("system:masters"));
        let config = bowline_apiserver::Config::new(Arc::new(MemoryStorage::default()));
        let cluster = ClusterServer::new(config, cluster, |builder| builder).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let mut tasks = JoinSet::new();
        let (server, stop) = (cluster.server().clone(), shutdown.clone());
        tasks.spawn(async move { serve(listener, Some(tls), server, stop).await.unwrap() });
        Self { address, authority, _tasks: tasks, _stop: shutdown.drop_guard() }
    }

    fn config(&self) -> Config {
        Config {
            certificate_authority: Some(data(self.authority.certificate_pem())),
            authentication: Authentication::Token(Secret::new("good")),
            ..Config::new(format!("https://{}", self.address))
        }
    }
}

fn data(pem: &str) -> Pem {
    Pem::Data(Secret::new(pem))
}

async fn make_namespace(client: &Client) {
    let namespace = Namespace { metadata: ObjectMeta::named("default"), ..Namespace::default() };
    match client.cluster().create(&namespace).await {
        Err(error) if !error.is_already_exists() => panic!("{error}"),
        _ => {}
    }
}

async fn can_list(config: Config) -> Result<usize, crate::Error> {
    let client = Client::new(config).unwrap();
    let maps = client.all::<ConfigMap>();
    Ok(maps.list(&ListParams::default()).await?.items.len())
}

#[tokio::test]
async fn objects_travel_as_protobuf_under_a_token() {
    let served = Served::start(&["127.0.0.1"]).await;
    let client = Client::new(served.config()).unwrap();
    make_namespace(&client).await;
    let maps = client.namespaced::<ConfigMap>("default");
    let mut map = ConfigMap { metadata: ObjectMeta::named("a"), ..ConfigMap::default() };
    map.data.insert("k".into(), "v".into());
    let created = maps.create(&map).await.unwrap();
    assert!(!created.metadata.uid.is_empty());
    let mut watch = maps.watch(&WatchParams::default(), "0").await.unwrap();
    let Some(Ok(WatchEvent::Added(seen))) = watch.next().await else { panic!("no event") };
    assert_eq!(seen, created);
    let missing = maps.get("missing").await.unwrap_err();
    assert!(missing.is_not_found(), "{missing}");
}

#[tokio::test]
async fn a_client_certificate_proves_who_asks() {
    let served = Served::start(&["127.0.0.1"]).await;
    let now = Time::from(SystemClock.now());
    let anonymous = Config { authentication: Authentication::None, ..served.config() };
    assert!(can_list(anonymous.clone()).await.unwrap_err().is_forbidden());
    let issued = served.authority.issue_client("root", Some("system:masters"), now).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let key = directory.path().join("key.pem");
    fs::write(&key, &issued.key_pem).unwrap();
    let identity = Identity { certificate: data(&issued.certificate_pem), key: Pem::File(key) };
    assert_eq!(can_list(Config { identity: Some(identity), ..anonymous }).await.unwrap(), 0);
}

#[tokio::test]
async fn the_server_must_be_who_it_should_be() {
    let served = Served::start(&["kubernetes"]).await;
    let (config, other) = (served.config(), Served::start(&["127.0.0.1"]).await);
    let wrong_authority = Config {
        certificate_authority: Some(data(other.authority.certificate_pem())),
        ..config.clone()
    };
    let right_name = Config { tls_server_name: "kubernetes".into(), ..config.clone() };
    let insecure = Config { insecure_skip_tls_verify: true, ..wrong_authority.clone() };
    for (name, config, want) in [
        ("another name", config, false),
        ("the name it has", right_name, true),
        ("another authority", wrong_authority, false),
        ("not asked", insecure, true),
    ] {
        let got = can_list(config).await;
        assert_eq!(got.is_ok(), want, "{name}: {got:?}");
        if let Err(error) = got {
            assert!(error.is_connection_refused() && error.is_retryable(), "{name}: {error:?}");
        }
    }
}

#[tokio::test]
async fn a_token_file_is_read_again_when_its_token_is_refused() {
    let served = Served::start(&["127.0.0.1"]).await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("token");
    fs::write(&path, "bad").unwrap();
    let authentication = Authentication::TokenFile(path.clone());
    let client = Client::new(Config { authentication, ..served.config() }).unwrap();
    let maps = client.all::<ConfigMap>();
    assert!(maps.list(&ListParams::default()).await.unwrap_err().is_unauthorized());
    fs::write(&path, "good\n").unwrap();
    maps.list(&ListParams::default()).await.unwrap();
}

/// A program that notes that it ran and prints what is in a file.
#[cfg(unix)]
fn program(directory: &Path, answer: &str) -> Authentication {
    fs::write(directory.join("answer"), answer).unwrap();
    let script = format!("echo >> {0}/runs; cat {0}/answer", directory.display());
    Authentication::Exec {
        exec: Box::new(ExecConfig {
            command: "sh".into(),
            args: vec!["-c".into(), script],
            api_version: "client.authentication.k8s.io/v1".into(),
            interactive_mode: "Never".into(),
            ..ExecConfig::default()
        }),
        cluster: Box::default(),
    }
}

#[cfg(unix)]
fn credential(status: serde_json::Value) -> String {
    serde_json::json!({"kind": "ExecCredential", "status": status,
        "apiVersion": "client.authentication.k8s.io/v1"})
    .to_string()
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_gives_tokens_until_they_expire_or_are_refused() {
    let served = Served::start(&["127.0.0.1"]).await;
    let directory = tempfile::tempdir().unwrap();
    let runs = || fs::read_to_string(directory.path().join("runs")).unwrap().len();
    let stale = credential(serde_json::json!({"token": "stale"}));
    let authentication = program(directory.path(), &stale);
    let client = Client::new(Config { authentication, ..served.config() }).unwrap();
    let maps = client.all::<ConfigMap>();
    assert!(maps.list(&ListParams::default()).await.unwrap_err().is_unauthorized());
    assert_eq!(runs(), 2, "asked again when refused");
    let good = serde_json::json!({"token": "good", "expirationTimestamp": "2100-01-01T00:00:00Z"});
    fs::write(directory.path().join("answer"), credential(good)).unwrap();
    for _ in 0..3 {
        maps.list(&ListParams::default()).await.unwrap();
    }
    assert_eq!(runs(), 3, "kept while good");
    let expired =
        serde_json::json!({"token": "good", "expirationTimestamp": "2000-01-01T00:00:00Z"});
    let authentication = program(directory.path(), &credential(expired));
    let client = Client::new(Config { authentication, ..served.config() }).unwrap();
    for _ in 0..2 {
        client.all::<ConfigMap>().list(&ListParams::default()).await.unwrap();
    }
    assert_eq!(runs(), 5, "asked each time when over");
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_gives_certificates_and_new_ones_get_new_connections() {
    let served = Served::start(&["127.0.0.1"]).await;
    let directory = tempfile::tempdir().unwrap();
    let now = Time::from(SystemClock.now());
    let issue = |group| {
        let issued = served.authority.issue_client("who", Some(group), now).unwrap();
        credential(serde_json::json!({"clientCertificateData": issued.certificate_pem,
            "clientKeyData": issued.key_pem, "expirationTimestamp": "2000-01-01T00:00:00Z"}))
    };
    let authentication = program(directory.path(), &issue("nobodies"));
    let client = Client::new(Config { authentication, ..served.config() }).unwrap();
    let maps = client.all::<ConfigMap>();
    assert!(maps.list(&ListParams::default()).await.unwrap_err().is_forbidden());
    fs::write(directory.path().join("answer"), issue("system:masters")).unwrap();
    maps.list(&ListParams::default()).await.unwrap();
}

#[tokio::test]
async fn many_watches_do_not_hold_up_requests() {
    let served = Served::start(&["127.0.0.1"]).await;
    let client = Client::new(served.config()).unwrap();
    make_namespace(&client).await;
    let maps = client.namespaced::<ConfigMap>("default");
    let mut watches = Vec::new();
    let params = WatchParams { bookmarks: false, ..WatchParams::default() };
    for _ in 0..400 {
        watches.push(maps.watch(&params, "").await.unwrap());
    }
    let map = ConfigMap { metadata: ObjectMeta::named("a"), ..ConfigMap::default() };
    maps.create(&map).await.unwrap();
    for watch in &mut watches {
        let event = watch.next().await;
        assert!(
            matches!(&event, Some(Ok(WatchEvent::Added(seen))) if seen.metadata.name == "a"),
            "{event:?}"
        );
    }
}

#[tokio::test]
async fn nobody_there_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = can_list(Config::new(format!("http://{address}"))).await.unwrap_err();
    assert!(error.is_connection_refused(), "{error:?}");
    assert!(Client::new(Config::new("ftp://x")).is_err());
    assert!(Client::new(Config::new("https://")).is_err());
}
