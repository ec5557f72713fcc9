//! Requests to a cluster of etcd members.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::{StreamExt, stream};
use http::uri::PathAndQuery;
use prost::Message;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tonic::client::Grpc;
use tonic::metadata::MetadataValue;
use tonic::transport::Channel;
use tonic::{Request, Status, Streaming};

use super::codec::ProtobufCodec;
use super::config::EtcdConfig;
use super::errors::{ConnectError, Meaning, meaning, was_not_sent};
use super::proto;

/// Stands for "from the first key" and "to the last key".
const ALL: &[u8] = b"\0";
/// The pause before another member is asked, doubled up to the last.
const PAUSE: Duration = Duration::from_millis(20);
const MAX_PAUSE: Duration = Duration::from_millis(500);

/// See the module. Connections are made when they are needed.
#[derive(Debug)]
pub(super) struct Client {
    members: Vec<Channel>,
    /// The member that answered last.
    current: AtomicUsize,
    request_timeout: Duration,
}

/// Whether a request may be made again when its answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repeat {
    Always,
    /// Only if it cannot have reached etcd.
    Unsent,
}

impl Client {
    pub(super) fn new(config: &EtcdConfig) -> Result<Self, ConnectError> {
        let members = config.members()?;
        Ok(Self {
            members: members.iter().map(tonic::transport::Endpoint::connect_lazy).collect(),
            current: AtomicUsize::new(0),
            request_timeout: config.request_timeout,
        })
    }

    pub(super) async fn range(
        &self,
        request: proto::RangeRequest,
    ) -> Result<proto::RangeResponse, Status> {
        self.unary("/etcdserverpb.KV/Range", request, Repeat::Always).await
    }

    pub(super) async fn txn(
        &self,
        request: proto::TxnRequest,
    ) -> Result<proto::TxnResponse, Status> {
        self.unary("/etcdserverpb.KV/Txn", request, Repeat::Unsent).await
    }

    pub(super) async fn compact(&self, revision: i64) -> Result<(), Status> {
        let request = proto::CompactionRequest { revision };
        let path = "/etcdserverpb.KV/Compact";
        let answer: Result<proto::CompactionResponse, _> =
            self.unary(path, request, Repeat::Unsent).await;
        answer.map(drop)
    }

    /// A new lease of `ttl` seconds; one that is lost on the way ends by itself.
    pub(super) async fn grant_lease(&self, ttl: i64) -> Result<i64, Status> {
        let request = proto::LeaseGrantRequest { ttl };
        let path = "/etcdserverpb.Lease/LeaseGrant";
        let answer: proto::LeaseGrantResponse = self.unary(path, request, Repeat::Always).await?;
        Ok(answer.id)
    }

    /// The cluster's revision, which is at least that of every write answered before.
    pub(super) async fn current_revision(&self) -> Result<u64, Status> {
        let request =
            proto::RangeRequest { key: ALL.to_vec(), count_only: true, ..Default::default() };
        Ok(revision_of(self.range(request).await?.header))
    }

    /// Watches every key from `start_revision` on, inclusive.
    pub(super) async fn watch_all(
        &self,
        start_revision: u64,
    ) -> Result<Streaming<proto::WatchResponse>, Status> {
        let create = proto::WatchCreateRequest {
            key: ALL.to_vec(),
            range_end: ALL.to_vec(),
            start_revision: to_i64(start_revision),
            prev_kv: true,
        };
        let create = proto::WatchRequest { create: Some(create) };
        // The watch lives as long as the stream of requests does not end.
        let requests = stream::once(std::future::ready(create)).chain(stream::pending());
        let mut request = Request::new(requests);
        // A member that was cut off from the others must not go on as if nothing happened.
        request.metadata_mut().insert("hasleader", MetadataValue::from_static("true"));
        let member = self.current.load(Ordering::Relaxed);
        let mut grpc = self.grpc(member);
        let opened = async {
            grpc.ready().await.map_err(Status::from_error_of_channel)?;
            let path = PathAndQuery::from_static("/etcdserverpb.Watch/Watch");
            grpc.streaming(request, path, ProtobufCodec::default()).await
        };
        let opened = timeout(self.attempt_timeout(), opened).await;
        match opened.unwrap_or_else(|_| Err(Status::deadline_exceeded("watch was not opened"))) {
            Ok(response) => Ok(response.into_inner()),
            Err(status) => {
                self.leave(member);
                Err(status)
            }
        }
    }

    /// Asks another member next time, unless somebody else decided so already.
    pub(super) fn leave_current(&self) {
        self.leave(self.current.load(Ordering::Relaxed));
    }

    fn leave(&self, member: usize) {
        let next = (member + 1) % self.members.len();
        // Losing the race is as good.
        let _ = self.current.compare_exchange(member, next, Ordering::Relaxed, Ordering::Relaxed);
    }

    async fn unary<Q, A>(&self, path: &'static str, request: Q, repeat: Repeat) -> Result<A, Status>
    where
        Q: Message + Clone + 'static,
        A: Message + Default + 'static,
    {
        let deadline = Instant::now() + self.request_timeout;
        let mut pause = PAUSE;
        loop {
            let member = self.current.load(Ordering::Relaxed);
            let patience = Instant::now() + self.attempt_timeout();
            let answer = self.ask(member, path, request.clone());
            let status = match timeout_at(deadline.min(patience), answer).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(status)) => status,
                Err(_) => Status::deadline_exceeded("etcd did not answer in time"),
            };
            if meaning(&status) != Meaning::Unavailable {
                return Err(status);
            }
            self.leave(member);
            let harmless = repeat == Repeat::Always || was_not_sent(&status);
            if !harmless || Instant::now() + pause >= deadline {
                return Err(status);
            }
            sleep(pause).await;
            pause = MAX_PAUSE.min(pause * 2);
        }
    }

    /// How long one member is waited for: with others to ask, not all of the time there is.
    fn attempt_timeout(&self) -> Duration {
        if self.members.len() > 1 { self.request_timeout / 2 } else { self.request_timeout }
    }

    async fn ask<Q, A>(&self, member: usize, path: &'static str, request: Q) -> Result<A, Status>
    where
        Q: Message + 'static,
        A: Message + Default + 'static,
    {
        let mut grpc = self.grpc(member);
        grpc.ready().await.map_err(Status::from_error_of_channel)?;
        let path = PathAndQuery::from_static(path);
        let response =
            grpc.unary(Request::new(request), path, ProtobufCodec::<Q, A>::default()).await?;
        Ok(response.into_inner())
    }

    fn grpc(&self, member: usize) -> Grpc<Channel> {
        let channel = self.members[member % self.members.len()].clone();
        // A page of large objects, or the events of a burst, may be of any size.
        Grpc::new(channel).max_decoding_message_size(usize::MAX)
    }
}

/// What tonic leaves out: the error of a channel as a status with its source.
trait FromChannelError {
    fn from_error_of_channel(error: tonic::transport::Error) -> Self;
}

impl FromChannelError for Status {
    fn from_error_of_channel(error: tonic::transport::Error) -> Self {
        Self::from_error(Box::new(error))
    }
}

/// The revision in a header; etcd always sends one.
pub(super) fn revision_of(header: Option<proto::ResponseHeader>) -> u64 {
    header.map_or(0, |header| to_u64(header.revision))
}

/// A revision or count as etcd writes it.
pub(super) fn to_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A revision or count that etcd wrote; it has no negative ones.
pub(super) fn to_u64(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
