//! Elections under virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::ConfigMap;
use bowline_apimachinery::meta::ObjectMeta;
use futures::FutureExt;
use futures::future::ready;
use http::{Request, Response};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::*;
use crate::testing_server::{client, client_with};
use crate::transport::{Body, body};
use crate::{Client, Error};

const SECOND: Duration = Duration::from_secs(1);

fn elector(client: &Client, identity: &str) -> LeaderElector {
    LeaderElector::new(client.clone(), LeaderElection::new("ns", "lease", identity)).unwrap()
}

/// Leads until told to stop, and says when it began.
fn lead(
    elector: LeaderElector,
    shutdown: &CancellationToken,
) -> JoinHandle<Result<Option<Instant>, LeadershipLost>> {
    let shutdown = shutdown.clone();
    tokio::spawn(elector.run(shutdown, |_, stop| async move {
        let began = Instant::now();
        stop.cancelled().await;
        began
    }))
}

async fn lease(client: &Client) -> Lease {
    client.namespaced("ns").get("lease").await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn one_leads_and_gives_the_lease_back() {
    let client = client().await;
    let (stop_a, stop_b) = (CancellationToken::new(), CancellationToken::new());
    let a = lead(elector(&client, "a"), &stop_a);
    sleep(SECOND).await;
    let elector_b = elector(&client, "b");
    let seen = elector_b.leader();
    let b = lead(elector_b, &stop_b);
    sleep(60 * SECOND).await;
    let held = lease(&client).await;
    assert_eq!(held.spec.holder_identity.as_deref(), Some("a"));
    assert_eq!(held.spec.lease_transitions, Some(0));
    assert_eq!(held.spec.lease_duration_seconds, Some(15));
    assert!(held.spec.renew_time > held.spec.acquire_time);
    assert_eq!(*seen.borrow(), "a");
    stop_a.cancel();
    a.await.unwrap().unwrap().unwrap();
    let released = lease(&client).await;
    assert_eq!(released.spec.holder_identity.as_deref(), Some(""));
    assert_eq!(released.spec.lease_duration_seconds, Some(1));
    let stopped = Instant::now();
    sleep(10 * SECOND).await;
    stop_b.cancel();
    let began = b.await.unwrap().unwrap().unwrap();
    assert!(began - stopped < 5 * SECOND, "{:?}", began - stopped);
}

#[tokio::test(start_paused = true)]
async fn whoever_dies_is_followed_after_the_lease_has_run_out() {
    let client = client().await;
    let a = lead(elector(&client, "a"), &CancellationToken::new());
    sleep(SECOND).await;
    let stop = CancellationToken::new();
    let b = lead(elector(&client, "b"), &stop);
    sleep(30 * SECOND).await;
    a.abort();
    let died = Instant::now();
    sleep(60 * SECOND).await;
    assert_eq!(lease(&client).await.spec.lease_transitions, Some(1));
    stop.cancel();
    let waited = b.await.unwrap().unwrap().unwrap() - died;
    assert!(waited >= 13 * SECOND && waited <= 24 * SECOND, "{waited:?}");
}

/// A client whose server can be cut off.
async fn cuttable() -> (Client, Arc<AtomicBool>) {
    let cut = Arc::new(AtomicBool::new(false));
    let is_cut = cut.clone();
    let client = client_with(move |server| {
        tower::service_fn(move |request: Request<Body>| {
            if is_cut.load(Ordering::Relaxed) {
                let unavailable = Response::builder().status(503);
                return ready(Ok(unavailable.body(body::empty()).unwrap())).boxed();
            }
            server.clone().oneshot(request).boxed()
        })
    })
    .await;
    (client, cut)
}

#[tokio::test(start_paused = true)]
async fn a_leader_that_is_cut_off_ends_before_another_can_begin() {
    let (client, cut) = cuttable().await;
    let a = lead(elector(&client, "a"), &CancellationToken::new());
    sleep(30 * SECOND).await;
    cut.store(true, Ordering::Relaxed);
    let start = Instant::now();
    let lost = a.await.unwrap().unwrap_err();
    assert_eq!(lost.to_string(), "a could not renew the lease ns/lease in time");
    let took = start.elapsed();
    assert!(took >= 8 * SECOND && took <= 10 * SECOND, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_leader_that_was_paused_cannot_write() {
    let client = client().await;
    let elector = elector(&client, "a");
    let fence = elector.fence().clone();
    assert!(!fence.is_open(Instant::now()));
    let work = elector.run(CancellationToken::new(), |leading, _| async move {
        let maps = leading.namespaced::<ConfigMap>("ns");
        let map = |name| ConfigMap { metadata: ObjectMeta::named(name), ..Default::default() };
        maps.create(&map("before")).await.unwrap();
        // The whole process stands still: nobody renews meanwhile.
        tokio::time::advance(11 * SECOND).await;
        maps.create(&map("after")).await
    });
    match work.await {
        Ok(Some(Err(Error::LeadershipExpired { .. }))) | Err(_) => {}
        other => panic!("{other:?}"),
    }
    let maps = client.namespaced::<ConfigMap>("ns");
    assert!(maps.get_opt("before").await.unwrap().is_some());
    assert!(maps.get_opt("after").await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn what_a_lease_says_of_time_does_not_matter() {
    let client = client().await;
    let leases = client.namespaced::<Lease>("ns");
    let mut held = Lease { metadata: ObjectMeta::named("lease"), ..Lease::default() };
    held.spec.holder_identity = Some("other".into());
    held.spec.lease_duration_seconds = Some(40);
    held.spec.renew_time = Some("2001-01-01T00:00:00.000000Z".parse().unwrap());
    leases.create(&held).await.unwrap();
    let (stop, start) = (CancellationToken::new(), Instant::now());
    let a = lead(elector(&client, "a"), &stop);
    sleep(100 * SECOND).await;
    stop.cancel();
    let waited = a.await.unwrap().unwrap().unwrap() - start;
    assert!(waited >= 40 * SECOND && waited <= 46 * SECOND, "{waited:?}");
}

#[test]
fn durations_must_make_an_election() {
    let good = LeaderElection::new("ns", "lease", "a");
    assert!(good.validate().is_ok());
    for bad in [
        LeaderElection { lease_duration: 10 * SECOND, ..good.clone() },
        LeaderElection { renew_deadline: 2 * SECOND, ..good.clone() },
        LeaderElection { retry_period: Duration::ZERO, ..good.clone() },
        LeaderElection { identity: String::new(), ..good.clone() },
    ] {
        assert!(bad.validate().is_err(), "{bad:?}");
    }
}
