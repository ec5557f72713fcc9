//! Informers against an API server in memory, over a road full of holes, under virtual time.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bowline_api::core::v1::ConfigMap;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_apimachinery::resource::NamespacedName;
use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Method, Request, Response};
use http_body::Frame;
use http_body_util::BodyExt;
use parking_lot::Mutex;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::reflector::ReflectorOptions;
use super::*;
use crate::api::{DeleteParams, ListParams};
use crate::resource_version::is_older;
use crate::testing_server::{client, client_with};
use crate::transport::body::BodyError;
use crate::transport::{Body, Transport, TransportError, body};
use crate::{Client, Error};

/// What may happen to a request on its way.
#[derive(Debug)]
struct Holes {
    inner: Client,
    random: Arc<SeededRandom>,
    open: AtomicBool,
}

impl Transport for Arc<Holes> {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let this = self.clone();
        async move {
            let draw = |n| this.open.load(Ordering::Relaxed) && this.random.below(n) == 0;
            let status = |code: u16| Response::builder().status(code).body(body::empty());
            let lost = || TransportError::Lost("hole".into());
            if draw(3) {
                sleep(Duration::from_millis(this.random.below(3000))).await;
            }
            if draw(8) {
                return Err(TransportError::Connect("refused".into()));
            }
            for code in [410, 429, 500, 504] {
                if draw(20) {
                    return status(code).map_err(|_| lost());
                }
            }
            let query = request.uri().to_string();
            // What a server without the feature says.
            if query.contains("sendInitialEvents") && draw(4) {
                return status(422).map_err(|_| lost());
            }
            assert_eq!(request.method(), Method::GET, "an informer only reads");
            let request = request.map(|_| Vec::new());
            let answer = match this.inner.stream(request).await {
                Ok(answer) => answer,
                Err(Error::Status(failed)) => {
                    let code = u16::try_from(failed.code).unwrap_or(500);
                    let text = serde_json::to_string(&*failed).unwrap_or_default();
                    let text = text.replacen('{', r#"{"kind":"Status","apiVersion":"v1","#, 1);
                    let answer = Response::builder().status(code).body(body::full(text));
                    return answer.map_err(|_| lost());
                }
                Err(_) => return Err(lost()),
            };
            if draw(6) {
                return Err(lost());
            }
            Ok(answer
                .map(|body| HoleyBody { body, road: this, ready: VecDeque::new() }.boxed_unsync()))
        }
        .boxed()
    }
}

/// A body that breaks off, ends early, or says things twice.
struct HoleyBody {
    body: Body,
    road: Arc<Holes>,
    ready: VecDeque<Bytes>,
}

impl http_body::Body for HoleyBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if let Some(again) = self.ready.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(again))));
        }
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        let Poll::Ready(Some(Ok(frame))) = polled else { return polled };
        let Ok(data) = frame.into_data() else { return Poll::Ready(None) };
        if self.road.open.load(Ordering::Relaxed) {
            match self.road.random.below(30) {
                0 => return Poll::Ready(Some(Err("cut off".into()))),
                1 => return Poll::Ready(None),
                2 if data.ends_with(b"\n") => self.ready.push_back(data.clone()),
                3 if data.len() > 2 => {
                    // In two pieces, and the second may never come.
                    self.ready.push_back(data.slice(data.len() / 2..));
                    return Poll::Ready(Some(Ok(Frame::data(data.slice(..data.len() / 2)))));
                }
                _ => {}
            }
        }
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}

/// What a listener has been told, checked as it comes.
#[derive(Default)]
struct Told {
    objects: BTreeMap<NamespacedName, Arc<ConfigMap>>,
    synced: u32,
}

impl Told {
    fn take(&mut self, delta: &Delta<ConfigMap>) {
        match delta {
            Delta::Applied { old, new, initial } => {
                let known = self.objects.insert(key(new), new.clone());
                assert_eq!(known.as_ref(), old.as_ref(), "old is what was told before");
                assert!(!initial || self.synced == 0, "after the mark nothing is initial");
                if let Some(known) = known {
                    assert_eq!(known.metadata.uid, new.metadata.uid, "another is told apart");
                    let (before, now) =
                        (&known.metadata.resource_version, &new.metadata.resource_version);
                    assert!(is_older(before, now), "{before} then {now}");
                }
            }
            Delta::Deleted { last, .. } => {
                assert!(self.objects.remove(&key(last)).is_some(), "gone twice: {last:?}");
            }
            Delta::Synced => self.synced += 1,
            Delta::Replaced => assert_eq!(self.synced, 1),
        }
    }
}

fn key(map: &ConfigMap) -> NamespacedName {
    NamespacedName::new(&map.metadata.namespace, &map.metadata.name)
}

/// Creates, changes and deletes at random.
async fn write(client: &Client, random: &SeededRandom) {
    let namespace = ["ns", "default"][random.below(2) as usize];
    let maps = client.namespaced::<ConfigMap>(namespace);
    let name = format!("m{}", random.below(8));
    match maps.get_opt(&name).await.unwrap() {
        None => {
            let map = ConfigMap { metadata: ObjectMeta::named(&name), ..ConfigMap::default() };
            maps.create(&map).await.unwrap();
        }
        Some(_) if random.below(3) == 0 => {
            maps.delete(&name, &DeleteParams::default()).await.unwrap();
        }
        Some(mut map) => {
            map.data.insert("n".into(), random.next_u64().to_string());
            maps.update(&map).await.unwrap();
        }
    }
}

async fn follows_through_holes(seed: u64) {
    let client = client().await;
    let random = Arc::new(SeededRandom::new(seed));
    let holes =
        Holes { inner: client.clone(), random: random.clone(), open: AtomicBool::new(true) };
    let holes = Arc::new(holes);
    let holey = Client::from_transport(Arc::new(holes.clone()))
        .with_random(random.clone())
        .with_clock(client.clock().clone());
    for _ in 0..10 {
        write(&client, &random).await;
    }
    let options = ReflectorOptions {
        watch_list: random.below(2) == 0,
        page_size: [0, 3, 500][random.below(3) as usize],
        watch_timeout: Duration::from_secs(5 + random.below(60)),
    };
    let informer = Informer::new(holey.all::<ConfigMap>()).options(options.clone());
    let store = informer.store();
    let told = Arc::new(Mutex::new(Told::default()));
    let listener = told.clone();
    informer.on_delta(move |delta| listener.lock().take(delta));
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(informer.run(shutdown.clone()));
    for _ in 0..150 {
        sleep(Duration::from_millis(random.below(4000))).await;
        write(&client, &random).await;
    }
    holes.open.store(false, Ordering::Relaxed);
    let last = client.namespaced::<ConfigMap>("ns");
    let mark = ConfigMap { metadata: ObjectMeta::named("mark"), ..ConfigMap::default() };
    let mark = last.create(&mark).await.unwrap();
    store.wait_until(&mark.metadata.resource_version).await.unwrap();
    let truth = client.all::<ConfigMap>().list(&ListParams::default()).await.unwrap();
    let truth: BTreeMap<_, _> = truth
        .items
        .into_iter()
        .map(|mut map| {
            map.metadata.managed_fields.clear();
            (key(&map), Arc::new(map))
        })
        .collect();
    let held: BTreeMap<_, _> = store.list().into_iter().map(|map| (key(&map), map)).collect();
    assert_eq!(held, truth, "seed {seed}, {options:?}");
    assert_eq!(told.lock().objects, truth, "seed {seed}");
    assert_eq!(told.lock().synced, 1, "seed {seed}");
    shutdown.cancel();
    running.await.unwrap();
    assert!(matches!(*store.sync_state().borrow(), SyncState::Stopped));
}

#[tokio::test(start_paused = true)]
async fn a_store_follows_the_server_through_every_hole() {
    for seed in 0..40 {
        follows_through_holes(seed).await;
    }
}

#[tokio::test(start_paused = true)]
async fn selections_and_projections_are_kept() {
    let client = client().await;
    let maps = client.namespaced::<ConfigMap>("ns");
    for (name, label) in [("a", "yes"), ("b", "no")] {
        let metadata = ObjectMeta::named(name).label("hold", label);
        let mut map = ConfigMap { metadata, ..ConfigMap::default() };
        map.data.insert("big".into(), "x".repeat(1000));
        maps.create(&map).await.unwrap();
    }
    let informer = Informer::new(maps.clone())
        .labels("hold=yes")
        .project(|map: &mut ConfigMap| map.data.clear());
    let store = informer.store();
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(informer.run(shutdown.clone()));
    store.synced().await.unwrap();
    let names = |store: &Store<ConfigMap>| {
        store.list().iter().map(|map| map.metadata.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&store), ["a"]);
    assert!(store.list()[0].data.is_empty() && store.list()[0].metadata.managed_fields.is_empty());
    let moved = maps
        .modify("b", |map| {
            map.metadata.labels.insert("hold".into(), "yes".into());
        })
        .await
        .unwrap();
    store.wait_until(&moved.metadata.resource_version).await.unwrap();
    assert_eq!(names(&store), ["a", "b"]);
    maps.modify("a", |map| {
        map.metadata.labels.clear();
    })
    .await
    .unwrap();
    sleep(Duration::from_millis(10)).await;
    assert_eq!(names(&store), ["b"]);
    shutdown.cancel();
    running.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_in_the_way_shows_and_passes() {
    let allowed = Arc::new(AtomicBool::new(false));
    let gate = allowed.clone();
    let client = client_with(move |server| {
        tower::service_fn(move |request: Request<Body>| {
            if request.uri().path().ends_with("configmaps") && !gate.load(Ordering::Relaxed) {
                let forbidden = Response::builder().status(403).body(body::empty());
                return futures::future::ready(Ok(forbidden.unwrap())).boxed();
            }
            tower::ServiceExt::oneshot(server.clone(), request).boxed()
        })
    })
    .await;
    let informer = Informer::new(client.all::<ConfigMap>());
    let store = informer.store();
    assert!(matches!(*store.sync_state().borrow(), SyncState::Idle));
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(informer.run(shutdown.clone()));
    sleep(Duration::from_secs(120)).await;
    let state = store.sync_state().borrow().clone();
    assert!(
        matches!(&state, SyncState::Waiting { obstacle: Obstacle::Forbidden, .. }),
        "{state:?}"
    );
    assert!(!store.is_synced());
    allowed.store(true, Ordering::Relaxed);
    store.synced().await.unwrap();
    assert!(matches!(*store.sync_state().borrow(), SyncState::Live));
    shutdown.cancel();
    running.await.unwrap();
}
