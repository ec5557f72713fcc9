//! Writes: transactions that compare a key's revision.

use std::sync::Arc;

use super::client::{revision_of, to_i64};
use super::errors::{Meaning, meaning, unavailable};
use super::follow::key_value;
use super::proto;
use super::store::Shared;
use crate::storage::DEFAULT_MAX_VALUE_BYTES;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::Got;
use crate::storage::mvcc::{Operation, Precondition, Write};

impl Shared {
    /// Makes a write and returns its revision.
    pub(super) async fn write(&self, write: Write) -> Result<u64, StorageError> {
        write.validate(self.config.max_value_bytes)?;
        if let Precondition::ModRevision(0) = write.precondition {
            // No version has this revision, and etcd takes it for absence.
            let got = self.get(&write.key).await?;
            return Err(refused(&write, got));
        }
        let mut lease_lost = false;
        loop {
            let lease = match &write.operation {
                Operation::Put { ttl: Some(ttl), .. } => {
                    let lease = self.leases.lease(&self.client, *ttl).await;
                    lease.map_err(|status| unavailable("granting a lease", status))?
                }
                _ => 0,
            };
            return match self.client.txn(txn(&write, lease)).await {
                Ok(response) if response.succeeded => Ok(revision_of(response.header)),
                Ok(response) => {
                    let revision = revision_of(response.header);
                    let found = response.responses.into_iter().find_map(|response| response.range);
                    let kv = found.and_then(|range| range.kvs.into_iter().find_map(key_value));
                    Err(refused(&write, Got { kv: kv.map(Arc::new), revision }))
                }
                Err(status) => match meaning(&status) {
                    Meaning::LeaseNotFound if !lease_lost => {
                        self.leases.forget();
                        lease_lost = true;
                        continue;
                    }
                    Meaning::TooLarge => Err(StorageError::ValueTooLarge {
                        key: write.key.clone(),
                        bytes: write.bytes(),
                        limit: self.config.max_value_bytes.min(DEFAULT_MAX_VALUE_BYTES),
                    }),
                    _ => Err(unavailable("writing", status)),
                },
            };
        }
    }
}

/// The transaction that makes a write, or tells what stood in its way.
fn txn(write: &Write, lease: i64) -> proto::TxnRequest {
    let key = write.key.as_bytes().to_vec();
    let expected = match write.precondition {
        Precondition::Absent => 0,
        Precondition::ModRevision(expected) => to_i64(expected),
    };
    let target = proto::CompareTarget::Mod.into();
    let compare =
        proto::Compare { target, key: key.clone(), version: None, mod_revision: Some(expected) };
    let success = match &write.operation {
        Operation::Put { value, .. } => {
            let (key, value) = (key.clone(), value.clone());
            proto::Request::Put(proto::PutRequest { key, value, lease })
        }
        Operation::Delete => {
            proto::Request::DeleteRange(proto::DeleteRangeRequest { key: key.clone() })
        }
    };
    let failure = proto::Request::Range(proto::RangeRequest { key, ..Default::default() });
    let operation = |request| vec![proto::RequestOp { request: Some(request) }];
    proto::TxnRequest {
        compare: vec![compare],
        success: operation(success),
        failure: operation(failure),
    }
}

/// Why `write` was refused by what etcd holds.
fn refused(write: &Write, got: Got) -> StorageError {
    match (got.kv, write.precondition) {
        (Some(current), Precondition::Absent) => StorageError::KeyExists { current },
        (Some(current), Precondition::ModRevision(expected)) => {
            StorageError::Conflict { expected, current }
        }
        (None, _) => StorageError::KeyNotFound { key: write.key.clone(), revision: got.revision },
    }
}
