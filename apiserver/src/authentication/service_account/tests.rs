//! Tokens signed and checked, by clock and by what they are bound to.

use bowline_apimachinery::clock::ManualClock;
use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::time::{Duration, MicroTime};

use super::*;

struct Table(parking_lot::Mutex<Vec<(&'static str, &'static str, &'static str)>>);

#[async_trait]
impl AccountLookup for Table {
    async fn uid(&self, plural: &str, _: &str, name: &str) -> Option<String> {
        let rows = self.0.lock();
        rows.iter().find(|r| r.0 == plural && r.1 == name).map(|r| r.2.to_owned())
    }
}

struct Fixture {
    tokens: ServiceAccountTokens,
    clock: Arc<ManualClock>,
    table: Arc<Table>,
}

fn fixture() -> Fixture {
    let clock = Arc::new(ManualClock::new(MicroTime::from_unix_micros(1_700_000_000_000_000)));
    let rows = vec![("serviceaccounts", "web", "u-web"), ("pods", "web-0", "u-pod")];
    let table = Arc::new(Table(parking_lot::Mutex::new(rows)));
    let random = Arc::new(SeededRandom::new(1));
    let tokens =
        ServiceAccountTokens::new("https://kubernetes", None, clock.clone(), random, table.clone())
            .unwrap();
    Fixture { tokens, clock, table }
}

async fn issue(f: &Fixture, spec: Value) -> Result<Value, Status> {
    let account = json!({"metadata": {"name": "web", "namespace": "ns", "uid": "u-web"}});
    let pod = json!({"metadata": {"name": "web-0", "uid": "u-pod"}});
    let bound = spec.get("boundObjectRef").map(|_| &pod);
    f.tokens.issue(&account, json!({"spec": spec}), bound).await
}

fn token(answer: &Value) -> String {
    answer["status"]["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_lives_as_long_as_it_says() {
    let f = fixture();
    let answer = issue(&f, json!({"expirationSeconds": 600})).await.unwrap();
    let (user, audiences) = f.tokens.check(&token(&answer), &[]).await.unwrap().unwrap();
    assert_eq!(user.name, "system:serviceaccount:ns:web");
    assert_eq!(user.uid, "u-web");
    assert!(user.in_group("system:serviceaccounts:ns"));
    assert_eq!(audiences, ["https://kubernetes"]);
    f.clock.advance(Duration::from_secs(600));
    assert!(f.tokens.check(&token(&answer), &[]).await.is_err());
}

#[tokio::test]
async fn a_token_dies_with_its_pod() {
    let f = fixture();
    let spec = json!({"boundObjectRef": {"kind": "Pod", "name": "web-0"}});
    let answer = issue(&f, spec).await.unwrap();
    let (user, _) = f.tokens.check(&token(&answer), &[]).await.unwrap().unwrap();
    assert_eq!(user.extra["authentication.kubernetes.io/pod-name"], ["web-0"]);
    f.table.0.lock().pop();
    assert!(f.tokens.check(&token(&answer), &[]).await.is_err());
}

#[tokio::test]
async fn a_token_is_for_its_audience() {
    let f = fixture();
    let answer = issue(&f, json!({"audiences": ["vault"]})).await.unwrap();
    assert!(f.tokens.check(&token(&answer), &[]).await.is_err());
    assert!(f.tokens.check(&token(&answer), &["vault".into()]).await.unwrap().is_some());
}

#[tokio::test]
async fn strangers_tokens_are_nobodys_and_forged_ones_are_refused() {
    let f = fixture();
    assert!(f.tokens.check("abc", &[]).await.unwrap().is_none());
    let mut forged = token(&issue(&f, json!({})).await.unwrap());
    forged.truncate(forged.len() - 8);
    forged.push_str("AAAAAAAA");
    assert!(f.tokens.check(&forged, &[]).await.is_err());
}

#[tokio::test]
async fn too_short_a_life_is_invalid() {
    let f = fixture();
    let status = issue(&f, json!({"expirationSeconds": 1})).await.unwrap_err();
    assert_eq!((status.code, status.reason.as_str()), (422, "Invalid"));
}
