//! The task that drops old history: of all API servers over one etcd, one a turn.
//!
//! They meet at a key: who writes its next version compacts, at the revision he noted a turn ago.
//! Upstream's servers do the same with the same key.
//!
//! *Upstream:* `staging/src/k8s.io/apiserver/pkg/storage/etcd3/compact.go`.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tonic::Status;

use super::client::{revision_of, to_i64};
use super::errors::{Meaning, meaning};
use super::proto;
use super::store::Shared;

const KEY: &[u8] = b"compact_rev_key";

/// What is known of the key, and the revision to compact at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Turn {
    version: i64,
    revision: u64,
}

/// Runs until it is aborted.
pub(super) async fn run(shared: Arc<Shared>, interval: Duration) {
    let mut turn = Turn::default();
    loop {
        sleep(interval).await;
        match take(&shared, turn).await {
            Ok(next) => turn = next,
            Err(status) => {
                let (code, message) = (status.code(), status.message());
                tracing::warn!(?code, message, "etcd was not compacted");
            }
        }
    }
}

/// Compacts if it is our turn, and returns the next one.
async fn take(shared: &Shared, turn: Turn) -> Result<Turn, Status> {
    let response = shared.client.txn(claim(turn)).await?;
    let (next, compact_at) = outcome(turn, &response);
    if let Some(revision) = compact_at {
        match shared.client.compact(to_i64(revision)).await {
            Ok(()) => shared.feed.lock().compact(revision),
            Err(status) if meaning(&status) == Meaning::Compacted => {}
            Err(status) => return Err(status),
        }
        tracing::debug!(revision, "compacted etcd");
    }
    Ok(next)
}

/// Writes the key's next version, if nobody did since `turn`.
fn claim(turn: Turn) -> proto::TxnRequest {
    let key = KEY.to_vec();
    let compare = proto::Compare {
        target: proto::CompareTarget::Version.into(),
        key: key.clone(),
        version: Some(turn.version),
        mod_revision: None,
    };
    let value = turn.revision.to_string().into();
    let put = proto::Request::Put(proto::PutRequest { key: key.clone(), value, lease: 0 });
    let get = proto::Request::Range(proto::RangeRequest { key, ..Default::default() });
    let operation = |request| vec![proto::RequestOp { request: Some(request) }];
    proto::TxnRequest { compare: vec![compare], success: operation(put), failure: operation(get) }
}

/// The next turn, and where to compact now.
fn outcome(turn: Turn, response: &proto::TxnResponse) -> (Turn, Option<u64>) {
    let revision = revision_of(response.header);
    if response.succeeded {
        // In the first turn there is no revision that was noted a turn ago.
        let compact_at = (turn.revision > 0).then_some(turn.revision);
        return (Turn { version: turn.version + 1, revision }, compact_at);
    }
    let found = response.responses.iter().find_map(|response| response.range.as_ref());
    let version = found.and_then(|range| range.kvs.first()).map_or(0, |kv| kv.version);
    (Turn { version, revision }, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winner_compacts_where_it_was_a_turn_ago() {
        let header = Some(proto::ResponseHeader { revision: 70 });
        let won = proto::TxnResponse { header, succeeded: true, responses: Vec::new() };
        let kv = proto::KeyValue { version: 9, ..Default::default() };
        let range = proto::RangeResponse { kvs: vec![kv], ..Default::default() };
        let responses = vec![proto::ResponseOp { range: Some(range) }];
        let lost = proto::TxnResponse { header, succeeded: false, responses };
        let turn = |version, revision| Turn { version, revision };
        for (name, before, response, want) in [
            ("first ever", turn(0, 0), &won, (turn(1, 70), None)),
            ("again", turn(1, 50), &won, (turn(2, 70), Some(50))),
            ("somebody else", turn(1, 50), &lost, (turn(9, 70), None)),
            ("newcomer", turn(0, 0), &lost, (turn(9, 70), None)),
        ] {
            assert_eq!(outcome(before, response), want, "{name}");
        }
    }
}
